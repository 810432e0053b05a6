/**
 * Declares the types of what is used of `splunk-sdk`, which has none of its own.
 *
 * The modules of the SDK are imported one by one: its `index.js` reads a `.env` file and loads an HTTP
 * client that checks no certificate.
 *
 * @module
 */

declare module 'splunk-sdk/lib/log.js' {
  export const Logger: { setLevel(level: 'NONE'): void };
}

declare module 'splunk-sdk/lib/http.js' {
  /** A request as the SDK passes it to `makeRequest`; the query is in the URL already. */
  export interface HttpMessage {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }

  /** The SDK resolves with a response, and rejects with it from status 400 on. */
  export interface HttpResponse {
    readonly status: number;
    /** The data, parsed where they are JSON, else the text. */
    readonly data: unknown;
  }

  interface Http {
    _buildResponse(
      error: null,
      response: { readonly statusCode: number; readonly headers: object },
      data: string,
    ): HttpResponse;
  }

  interface HttpMembers {
    makeRequest(this: Http, url: string, message: HttpMessage): Promise<HttpResponse>;
    parseJson(text: string): unknown;
  }

  const Http: { extend(members: HttpMembers): new () => Http };
  // biome-ignore lint/style/noDefaultExport: the module is CommonJS
  export default Http;
}

declare module 'splunk-sdk/lib/service.js' {
  import type Http from 'splunk-sdk/lib/http.js';
  import type { HttpResponse } from 'splunk-sdk/lib/http.js';

  type Parameters = Readonly<Record<string, string | number | boolean>>;

  interface Entity {
    properties(): Readonly<Record<string, unknown>>;
  }

  export interface Job extends Entity {
    readonly sid: string;
    track<T>(
      options: { readonly period: number },
      callbacks: {
        readonly progress: (job: Job) => void;
        readonly done: (job: Job) => T;
        readonly failed: (job: Job) => T;
        readonly error: (error: unknown) => never;
      },
    ): Promise<T>;
    results(parameters: Parameters): Promise<[data: unknown, job: Job]>;
    cancel(): Promise<unknown>;
  }

  class Service {
    constructor(
      http: InstanceType<ReturnType<typeof Http.extend>>,
      settings: {
        readonly scheme: 'https';
        readonly host: string;
        readonly port: string;
        readonly username?: string;
        readonly password?: string;
        readonly sessionKey?: string;
        readonly authorization?: 'Bearer';
      },
    );
    app: string | undefined;
    owner: string | undefined;
    readonly version: string;
    login(): Promise<true>;
    getInfo(): Promise<true>;
    disableV2SearchApi(): boolean;
    get(path: string, parameters: Parameters): Promise<HttpResponse>;
    post(path: string, parameters: Parameters): Promise<HttpResponse>;
    del(path: string, parameters: Parameters): Promise<HttpResponse>;
    search(query: string, parameters: Parameters): Promise<Job>;
    oneshotSearch(query: string, parameters: Parameters): Promise<unknown>;
    apps(): { create(parameters: Parameters): Promise<Entity & { readonly name: string }> };
  }

  // biome-ignore lint/style/noDefaultExport: the module is CommonJS
  export default Service;
}
