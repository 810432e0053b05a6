/**
 * Describes JSON so that both a JSON schema and a TypeScript type follow. The build compiles the schema
 * into a validator; the sources import types only, so that nothing of this module is in the bundle.
 *
 * @module
 */

declare const TYPE: unique symbol;
declare const OPTIONAL: unique symbol;

export interface Described<T> {
  readonly json: Readonly<Record<string, unknown>>;
  readonly [TYPE]?: T;
}

interface Optional<T> extends Described<T> {
  readonly [OPTIONAL]: true;
}

export type TypeOf<D> = D extends Described<infer T> ? T : never;

type Properties = Readonly<Record<string, Described<unknown>>>;
type OptionalNames<P extends Properties> = {
  [Name in keyof P]: P[Name] extends Optional<unknown> ? Name : never;
}[keyof P];
type Flat<T> = { [Name in keyof T]: T[Name] };
type ObjectOf<P extends Properties> = Flat<
  { readonly [Name in Exclude<keyof P, OptionalNames<P>>]: TypeOf<P[Name]> } & {
    readonly [Name in OptionalNames<P>]?: TypeOf<P[Name]> | undefined;
  }
>;

interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

const isOptional = new WeakSet<Described<unknown>>();

/** Other descriptions refer to these by name. */
export const definitions: Record<string, unknown> = {};

export const number = (bounds: Bounds = {}): Described<number> => ({
  json: { type: 'number', ...bounds },
});
export const integer = (bounds: Bounds = {}): Described<number> => ({
  json: { type: 'integer', ...bounds },
});
export const text = (): Described<string> => ({ json: { type: 'string' } });
export const boolean = (): Described<boolean> => ({ json: { type: 'boolean' } });

export function only<const Value extends string>(value: Value): Described<Value> {
  return { json: { const: value } };
}

export function oneOf<const Value extends string>(...values: readonly Value[]): Described<Value> {
  return { json: { enum: values } };
}

export function orNull<T>({ json }: Described<T>): Described<T | null> {
  return { json: { ...json, type: [json['type'], 'null'] } };
}

export function optional<T>({ json }: Described<T>): Optional<T> {
  const described = { json } as Optional<T>;
  isOptional.add(described);
  return described;
}

export function list<T>(
  { json }: Described<T>,
  bounds: { readonly minItems?: number; readonly maxItems?: number } = {},
): Described<readonly T[]> {
  return { json: { type: 'array', items: json, ...bounds } };
}

export function record<T>({ json }: Described<T>): Described<Readonly<Record<string, T>>> {
  return { json: { type: 'object', additionalProperties: json } };
}

export function object<P extends Properties>(properties: P): Described<ObjectOf<P>> {
  const required = Object.entries(properties)
    .filter(([, value]) => !isOptional.has(value))
    .map(([name]) => name);
  return { json: { type: 'object', required, properties: jsonOf(properties) } };
}

function jsonOf(properties: Properties): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).map(([name, { json }]) => [name, json]));
}

export function anyOf<D extends readonly Described<unknown>[]>(
  ...all: D
): Described<TypeOf<D[number]>> {
  return { json: { anyOf: all.map(({ json }) => json) } };
}

/** All variants have these keys, whose faults are found before any variant is tried. */
interface Shared<P extends Properties> {
  readonly required: readonly string[];
  readonly properties?: P;
}

/** Describes an object that is exactly one of the variants. */
export function variants<
  D extends readonly Described<unknown>[],
  P extends Properties = Record<never, never>,
>(all: D, shared?: Shared<P>): Described<ObjectOf<P> & TypeOf<D[number]>> {
  const { required, properties } = shared ?? {};
  return {
    json: {
      type: 'object',
      ...(required && { required }),
      ...(properties && { properties: jsonOf(properties) }),
      oneOf: all.map(({ json }) => json),
    },
  };
}

export function define<T>(name: string, { json }: Described<T>): Described<T> {
  definitions[name] = json;
  return { json: { $ref: `#/$defs/${name}` } };
}

/** Describes an object with all keys of `base`, and more. */
export function extending<T, U>(
  { json }: Described<T>,
  more: Described<U>,
): Described<Flat<T & U>> {
  return { json: { ...more.json, allOf: [json] } };
}
