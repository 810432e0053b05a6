import { describe, expect, it } from '@jest/globals';
import { readWords } from '../../../src/commands/arguments/words.ts';
import {
  type ManageArguments,
  readManageArguments,
} from '../../../src/commands/models/manage-arguments.ts';
import { UserError } from '../../../src/errors.ts';

/** Splits SPL as splunkd does: at blanks outside quotes, and at commas. */
function read(spl: string): ManageArguments {
  const raw = spl.match(/(?:"[^"]*"|[^\s,])+/g) ?? [];
  return readManageArguments(
    readWords(
      raw.map((text) => text.replaceAll('"', '')),
      raw,
    ),
  );
}

describe('readManageArguments', () => {
  it.each<[string, object]>([
    ['delete app:m', { action: 'delete', model: { scope: 'app', name: 'm' } }],
    ['ROLLBACK m version=2', { action: 'rollback', options: { version: 2 } }],
    [
      'share m sharing=global read="user, power" write=power',
      { options: { sharing: 'global', read: ['user', 'power'], write: ['power'] } },
    ],
  ])('reads %s', (spl, expected) => {
    expect(read(spl)).toMatchObject(expected);
  });

  it.each([
    ['', /^Syntax error: lstmmanage must be followed by delete, rollback, share$/],
    ['deltee m', /^Syntax error: .*got "deltee"\. Did you mean delete\?$/],
    ['delete', /^Syntax error: the model is missing\. Write \| lstmmanage delete <model>$/],
    ['delete m other', /^Unexpected parameter: other\. /],
    [
      'delete m sharing=app',
      /^sharing has no meaning for lstmmanage delete, which takes version: leave it out\.$/,
    ],
    ['share m version=1 sharing=app', /^version has no meaning for lstmmanage share, /],
    ['share m', /^Syntax error: share needs to know with whom\. /],
    ['share m sharing=user read=power', /^With sharing=user the model is private to its owner: /],
    ['share m read=user,power', /Put several roles in quotes: read="user,power"\.$/],
    ['share m read="user,,power"', /^Invalid value for read: must be roles in quotes, /],
    ['share m sharing=all', /^Invalid value for sharing: must be user, app or global, got "all"$/],
    ['rollback m version=two', /^Invalid value for version: /],
    ['rollback m version=1 version=2', /^Parameter given twice: version$/],
    ['remove m', /got "remove"\. Did you mean delete\?$/],
  ])('refuses %j', (spl, message) => {
    expect(() => read(spl)).toThrow(UserError);
    expect(() => read(spl)).toThrow(message);
  });
});
