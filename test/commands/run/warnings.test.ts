import { describe, expect, it } from '@jest/globals';
import { warnReplaced } from '../../../src/commands/run/warnings.ts';
import { Messages } from '../../../src/protocol/messages.ts';
import { resultsOf } from '../../support/rows/rows.ts';

describe('warnReplaced', () => {
  it('names the received columns that ours replace', () => {
    const messages = new Messages();
    const ours = ['a', 'b', 'c'].map((name) => ({ name, values: ['1'] }));

    warnReplaced(resultsOf([{ c: 1, a: 2, d: 3 }]), ours, messages);

    expect(messages.take()).toEqual([['WARN', 'Replaced existing columns: a, c.']]);
  });

  it('says nothing where none is replaced', () => {
    const messages = new Messages();

    warnReplaced(resultsOf([{ d: 3 }]), [{ name: 'a', values: ['1'] }], messages);

    expect(messages.take()).toEqual([]);
  });
});
