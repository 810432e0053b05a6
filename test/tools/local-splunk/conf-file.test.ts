import { expect, it } from '@jest/globals';
import { parseConf } from '../../../tools/local-splunk/conf-file.ts';

it('parseConf() reads stanzas, joins continued lines and passes over comments', () => {
  const text = [
    '# a = comment',
    '[one(2)]',
    'key = a = b ',
    'long = first \\',
    '    second \\',
    '[third]',
    '',
    '[two]',
    'path = C:\\x',
    '',
    '[one(2)]',
    'empty =',
  ];
  expect(parseConf(text.join('\n'))).toEqual(
    new Map([
      [
        'one(2)',
        new Map([
          ['key', 'a = b'],
          ['long', 'first \n    second \n[third]'],
          ['empty', ''],
        ]),
      ],
      ['two', new Map([['path', 'C:\\x']])],
    ]),
  );
  expect(parseConf(text.join('\r\n')).get('one(2)')?.get('long')).toBe(
    'first \n    second \n[third]',
  );
});
