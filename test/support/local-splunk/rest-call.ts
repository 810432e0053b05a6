import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { Splunkd } from '../../../tools/local-splunk/splunkd/splunkd.ts';

export interface Answer {
  readonly status: number | undefined;
  /** The first entry of the answer. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect from it
  readonly entry: any;
  readonly names: readonly string[];
  /** The text of the first message; without a message the whole body. */
  readonly text: string | undefined;
  /** The lines of the body, each a JSON value. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect from it
  readonly lines: readonly any[];
  readonly headers: IncomingHttpHeaders;
}

interface CallOptions {
  readonly user?: string;
  readonly key?: string;
  /** The scheme of the authorization, `Splunk` unless given. */
  readonly scheme?: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly mode?: string;
}

/** Makes one REST call as `user`; the certificate is not checked, as on a loopback address. */
export async function call(
  splunkd: Splunkd,
  line: string,
  {
    user = 'demo',
    key = splunkd.sessionKeyOf(user),
    scheme = 'Splunk',
    form,
    mode = 'json',
  }: CallOptions = {},
): Promise<Answer> {
  const [method, path] = line.split(' ');
  const url = new URL(`${splunkd.uri}/${path}`);
  url.searchParams.set('output_mode', mode);
  const headers = { authorization: `${scheme} ${key}`, connection: 'close' };
  const outgoing = request(url, { method, headers, rejectUnauthorized: false });
  outgoing.end(
    form === undefined || method !== 'POST' ? undefined : new URLSearchParams(form).toString(),
  );
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  const body = Buffer.concat(await incoming.toArray()).toString();
  const isJson = mode.startsWith('json') && body !== '';
  const lines = isJson
    ? body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];
  const { entry = [], messages = [] } = lines[0] ?? {};
  const names = entry.map(({ name }: { name: string }) => name);
  const text = messages[0]?.text ?? body;
  return {
    status: incoming.statusCode,
    entry: entry[0],
    names,
    text,
    lines,
    headers: incoming.headers,
  };
}
