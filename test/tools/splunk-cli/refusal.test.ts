import { describe, expect, it } from '@jest/globals';
import {
  answered,
  connectionError,
  failureIn,
  messagesIn,
} from '../../../tools/splunk-cli/refusal.ts';

const rejected = (status: number, data: unknown): Promise<never> =>
  // The SDK rejects with responses, which are no errors.
  Promise.resolve().then(() => Promise.reject({ status, data, response: { headers: {} } }));

const saying = (...texts: string[]) => ({
  messages: texts.map((text) => ({ type: 'WARN', text })),
});

describe('an answer that says no', () => {
  it.each([
    [400, saying("Unknown search command 'x'."), "Unknown search command 'x'."],
    [
      401,
      saying('Login failed'),
      'Splunk did not let you in (Login failed): check SPLUNK_TOKEN, or',
    ],
    [401, '', 'Splunk did not let you in (no reason given): check'],
    [403, saying('a', 'b'), 'Splunk answered with status 403: a b'],
    [503, '<html>busy</html>', 'Splunk answered with status 503: no reason given'],
    [400, {}, 'Splunk answered with status 400: no reason given'],
  ])('%i %j', async (status, data, sentence) => {
    await expect(answered(rejected(status, data))).rejects.toThrow(sentence);
    await expect(answered(rejected(status, data))).rejects.toMatchObject({ status });
  });

  it('another error stays', async () => {
    const defect = new TypeError('x');

    await expect(answered(Promise.reject(defect))).rejects.toBe(defect);
  });
});

describe('no answer', () => {
  it.each([
    ['ECONNREFUSED', 'Nothing answers at https://a:1 (ECONNREFUSED): is Splunk running'],
    ['ENOTFOUND', 'The host of https://a:1 is not known'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT): name its CA'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'is not trusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'is not trusted'],
    ['CERT_HAS_EXPIRED', 'is not trusted'],
    ['EPROTO', 'https://a:1 does not speak TLS'],
    ['ECONNRESET', 'The connection to https://a:1 broke (ECONNRESET)'],
  ])('%s', (code, sentence) => {
    const error = connectionError(Object.assign(new Error('x'), { code }), 'https://a:1');

    expect(error.message).toContain(sentence);
  });
});

describe('messages', () => {
  it.each([
    [{ messages: [{ type: 'INFO', text: 'a', help: '' }] }, [{ type: 'INFO', text: 'a' }]],
    [{ messages: {} }, []],
    [[], []],
    ['<html>', []],
    [null, []],
  ])('%j', (data, messages) => {
    expect(messagesIn(data)).toEqual(messages);
  });

  it.each([
    [[['INFO', 'a']], undefined],
    [[['FATAL', 'a']], 'a'],
    [
      [
        ['ERROR', 'a'],
        ['FATAL', 'b'],
        ['ERROR', 'a'],
      ],
      'a b',
    ],
    [
      [
        ['FATAL', "Error in 'x' command: a"],
        ['ERROR', 'a'],
      ],
      "Error in 'x' command: a",
    ],
  ])('%j fail with %j', (pairs, failure) => {
    expect(failureIn(pairs.map(([type = '', text = '']) => ({ type, text })))).toBe(failure);
  });
});
