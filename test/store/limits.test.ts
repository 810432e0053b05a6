import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../src/errors.ts';
import { readLimits, SHIPPED_LIMITS, UnreadableLimits } from '../../src/store/limits.ts';
import { type Setting, settings } from '../../src/store/settings.ts';

const answer =
  (status: number, content?: object, text = 'no') =>
  async () => ({
    status,
    body: { entry: content === undefined ? [] : [{ content }], messages: [{ text }] },
  });

describe('settings', () => {
  it.each(Object.entries<Setting<unknown>>(settings))(
    '%s has a default that may be set',
    (_, setting) => {
      expect(setting.parse(setting.default)).toBeDefined();
      expect(setting.help).toMatch(/\.$/);
    },
  );
});

describe('readLimits', () => {
  it('reads what splunkd serves; what is absent is as shipped', async () => {
    const content = { max_rows: '5000', log_level: 'warn', ca_file: '/etc/ca.pem' };
    const others = { disabled: false, 'eai:appName': 'lstm_toolkit', threads: ' 2 ' };

    const limits = await readLimits(answer(200, { ...content, ...others }));

    expect(limits).toEqual({
      ...SHIPPED_LIMITS,
      max_rows: 5000,
      log_level: 'WARN',
      ca_file: '/etc/ca.pem',
      threads: 2,
    });
  });

  it.each([
    ['max_rows', '0', 'an integer between 1 and 100000000'],
    ['max_rows', '1e6', 'an integer between 1 and 100000000'],
    ['max_fit_time', '-1', 'an integer between 1 and 86400'],
    ['max_memory_mb', '', 'an integer between 200 and 65536'],
    ['threads', 'many', 'an integer between 1 and 64'],
    ['ca_file', 'ca.pem', 'an absolute path, which may begin with $SPLUNK_HOME'],
    ['log_level', 'LOUD', 'INFO, WARN or ERROR'],
  ])('refuses %s = %s with file, stanza and key', async (key, value, allowed) => {
    const reading = readLimits(answer(200, { [key]: value }));

    await expect(reading).rejects.toThrow(
      `Invalid value for ${key} in [settings] of lstm_toolkit.conf: must be ${allowed}, got "${value}". Ask an administrator to correct it.`,
    );
    await expect(reading).rejects.not.toBeInstanceOf(UnreadableLimits);
  });

  it.each([
    [{ toString: 5 }, '{"toString":5}'],
    ['5\n\u0007x', '5 x'],
  ])('shows a value %j in one line', async (value, shown) => {
    await expect(readLimits(answer(200, { max_rows: value }))).rejects.toThrow(
      `Invalid value for max_rows in [settings] of lstm_toolkit.conf: must be an integer between 1 and 100000000, got "${shown}". Ask`,
    );
  });

  it.each([
    [
      404,
      'The settings of lstm_toolkit.conf cannot be read: splunkd answered 404: no. Ask an administrator to let your role read them.',
    ],
    [
      403,
      'The settings of lstm_toolkit.conf cannot be read: splunkd answered 403: no. Ask an administrator to let your role read them.',
    ],
    [200, 'The settings of lstm_toolkit.conf cannot be read: splunkd answered 200: no.'],
    [500, 'The settings of lstm_toolkit.conf cannot be read: splunkd answered 500: no.'],
    [503, 'The settings of lstm_toolkit.conf cannot be read: splunkd answered 503: no.'],
  ])('says of an answer %i without settings that they are unreadable', async (status, sentence) => {
    const reading = readLimits(answer(status));

    await expect(reading).rejects.toThrow(new UnreadableLimits(sentence));
    await expect(reading).rejects.toBeInstanceOf(UnreadableLimits);
  });

  it('says why splunkd did not answer', async () => {
    const reading = readLimits(async () => {
      throw new UserError('splunkd at https://sh did not answer: ECONNRESET.');
    });

    await expect(reading).rejects.toThrow(
      /^The settings of lstm_toolkit\.conf cannot be read: splunkd at \S+ did not answer: ECONNRESET\.$/,
    );
  });
});
