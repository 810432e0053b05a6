/**
 * Makes answers of splunkd's REST in the form of an Atom feed.
 *
 * @module
 */

import type { RestAnswer } from './rest-endpoint.ts';

/** The version of the Splunk whose documentation this stand-in follows. */
export const VERSION = '10.2.3';

/** Answers with entries as `output_mode=json` gives an Atom feed. */
export function atomPage(uri: string, entry: readonly object[]): RestAnswer {
  const generator = { build: '0', version: VERSION };
  return { status: 200, body: { origin: uri, generator, entry, messages: [] } };
}
