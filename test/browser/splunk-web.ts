/**
 * Serves the dashboards of the built app as Splunk Web does: pages below `/en-US/app/<app>/`, the app's static
 * files below `/en-US/static/app/<app>/`, and splunkd's REST below `/en-US/splunkd/__raw/`.
 *
 * @module
 */
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { RestAnswer } from '../../tools/local-splunk/splunkd/rest-endpoint.ts';
import { RestError } from '../../tools/local-splunk/splunkd/rest-error.ts';
import type { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import type { Page } from '../support/pages/page.ts';
import { dashboardPage, listPage, searchPage, type Theme } from './html.ts';
import { SearchAnswers } from './search-answers.ts';

export const APP = 'lstm_toolkit';
const USER = 'demo';
const RAW = '/en-US/splunkd/__raw/';
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

export interface SplunkWebOptions {
  readonly splunkd: Splunkd;
  readonly appFolder: string;
  /** The folder of the bundle that draws dashboards. */
  readonly bundle: string;
  readonly pages: readonly Page[];
  /** The port; a free one unless given. */
  readonly port?: number;
}

export class SplunkWeb {
  readonly answers: SearchAnswers;
  /** Requests that no part of this server answers. */
  readonly unanswered: string[] = [];
  readonly uri: string;
  readonly #options: SplunkWebOptions;
  readonly #server: Server;

  private constructor(options: SplunkWebOptions, server: Server) {
    this.#options = options;
    this.#server = server;
    this.uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.answers = new SearchAnswers(options.splunkd, options.appFolder);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#serve(request, response).catch((error: Error) => response.destroy(error));
    });
  }

  static async start(options: SplunkWebOptions): Promise<SplunkWeb> {
    const server = createServer();
    server.listen(options.port ?? 0, '127.0.0.1');
    await once(server, 'listening');
    return new SplunkWeb(options, server);
  }

  /** Returns the address of a page in a theme. */
  addressOf(view: string, theme: Theme): string {
    return `${this.uri}/en-US/app/${APP}/${view}?theme=${theme}`;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  /** Returns the app's file that an address below `/static/app/<app>/` stands for; undefined for none. */
  staticFile(path: string): string | undefined {
    const [, rest] = /^\/(?:en-US\/)?static\/app\/lstm_toolkit\/(.+)$/.exec(path) ?? [];
    if (rest === undefined) return undefined;
    return fileIn(join(this.#options.appFolder, 'appserver/static'), rest);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.uri);
    if (url.pathname.startsWith(RAW)) return await this.#raw(request, response, url);
    const file = this.#file(url.pathname);
    if (file !== undefined) return send(response, 200, readFileSync(file), TYPES[extname(file)]);
    const [, isLocal, view] = /^(\/en-US)?\/app\/lstm_toolkit\/([\w-]*)$/.exec(url.pathname) ?? [];
    if (view !== undefined && isLocal === undefined) {
      response.writeHead(303, { location: `/en-US${request.url}` }).end();
      return;
    }
    const html = url.pathname === '/' ? listPage(this.#options.pages) : this.#view(view, url);
    if (html !== undefined) return send(response, 200, html, TYPES['.html']);
    this.unanswered.push(`${request.method} ${url.pathname}`);
    return send(response, 404, 'Not Found', 'text/plain');
  }

  #view(view: string | undefined, url: URL): string | undefined {
    if (view === 'search') return searchPage(url.searchParams.get('q') ?? '');
    const page = this.#options.pages.find((each) => each.view === view);
    return page && dashboardPage(page, { app: APP, owner: USER }, url.searchParams);
  }

  #file(path: string): string | undefined {
    const [, rest] = /^\/bundle\/(.+)$/.exec(path) ?? [];
    return rest === undefined ? this.staticFile(path) : fileIn(this.#options.bundle, rest);
  }

  async #raw(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const { status, body, headers } = await this.#rest({
      method: request.method ?? 'GET',
      parts: url.pathname.slice(RAW.length).replace(/\/$/, '').split('/').map(decodeURIComponent),
      query: url.searchParams,
      form: new URLSearchParams(Buffer.concat(pieces).toString()),
    });
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
  }

  async #rest(asked: Omit<Parameters<SearchAnswers['answer']>[0], 'user'>): Promise<RestAnswer> {
    const { splunkd } = this.#options;
    const request = { ...asked, user: splunkd.credentials.of(USER).user };
    try {
      return (await this.answers.answer(request)) ?? (await splunkd.api.answer(request));
    } catch (error) {
      if (!(error instanceof RestError)) throw error;
      // A page cancels jobs that are gone already, too.
      const isJob = asked.parts.includes('jobs');
      if (error.status === 404 && !isJob) {
        this.unanswered.push(`${asked.method} ${asked.parts.join('/')}`);
      }
      const { type, message: text } = error;
      return { status: error.status, body: { messages: [{ type, text }] } };
    }
  }
}

/** Returns a file of a folder; undefined where there is none, or the path leads out of the folder. */
function fileIn(folder: string, path: string): string | undefined {
  const file = normalize(join(folder, path));
  const isInside = file.startsWith(join(folder, '/'));
  return isInside && existsSync(file) && statSync(file).isFile() ? file : undefined;
}

function send(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  type = 'application/octet-stream',
): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}
