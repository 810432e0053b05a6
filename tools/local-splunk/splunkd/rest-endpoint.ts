/**
 * What an endpoint of splunkd's REST is asked, and answers.
 *
 * @module
 */
import type { Namespace, User } from './lookup-files.ts';

/** A request whose session key was accepted. */
export interface RestRequest {
  readonly method: string;
  /** Decoded parts of the path. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly user: User;
}

export interface RestAnswer {
  readonly status: number;
  /** A text is sent as it is. */
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers the paths that it knows; undefined for all others. */
export type Endpoint = (
  request: RestRequest,
  namespace: Namespace,
  path: readonly string[],
) => RestAnswer | undefined | Promise<RestAnswer | undefined>;
