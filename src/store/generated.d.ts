/** The module is compiled from model/header-schema.ts by `npm run generate`. */
declare module '*/validate-header.generated.mjs' {
  export const validateHeader: {
    (value: unknown): boolean;
    readonly errors?:
      | readonly { readonly instancePath: string; readonly message?: string }[]
      | null;
  };
}
