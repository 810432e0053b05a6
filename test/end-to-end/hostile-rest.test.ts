import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { SearchOptions } from '../../tools/local-splunk/search-options.ts';
import type { Fault, IncomingRequest } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { NO_RESULTS } from '../../tools/local-splunk/table.ts';
import { answer, hugeAnswer, onWire, slowAnswer } from '../support/local-splunk/odd-answers.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';
import { together } from '../support/together.ts';

// Whatever answers in splunkd's place, a command says one sentence in time, takes little memory, and
// loses no model.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  for (const seed of [1, 2]) await trainModel('steady', seed);
});

afterEach(() => {
  head.splunkd.fault = () => undefined;
});

afterAll(() => head.close());

const FIT = (model: string, seed = 1) =>
  `lstmfit label from bytes into ${model} seed=${seed} ${TINY}`;

const trainModel = async (model: string, seed = 1, on = head) =>
  await on.run(FIT(model, seed), flows());

const SEARCHES = [
  'lstmscore steady',
  'lstmscore steady order=input',
  FIT('steady'),
  '| lstmmodels',
  '| lstmmodels steady show=layers',
  '| lstmmanage rollback steady',
  '| lstmmanage delete steady',
  '| lstmmanage share steady sharing=app',
];

const refusal = async (search: string, options: Partial<SearchOptions> = {}, on = head) => {
  const input = search.startsWith('|') ? NO_RESULTS : flows();
  const { sentence, error } = await on.refusal(search, input, options);
  expect(sentence).toMatch(/^[A-Z"s][^\n]+\.$/);
  expect(sentence).not.toMatch(/defect|undefined|\[object|at \w+ \(/);
  expect(error.messages.filter(([level]) => level === 'ERROR')).toHaveLength(1);
  return sentence;
};

const says = async (text: string) =>
  (await head.run(text, NO_RESULTS)).messages.map((message) => message.join(' '));

/** Returns the memory that the last commands of the log held, in MB. */
const memory = (runs: number) =>
  head
    .log()
    .filter(({ event }) => event === 'run')
    .slice(-runs)
    .map((line) => Number(line['memory_mb']));

const isRead = ({ method }: IncomingRequest): boolean => method === 'GET';
const isChange = (request: IncomingRequest): boolean => !isRead(request);

const foreign = (what: string): string =>
  `splunkd at ${head.splunkd.uri} ${what}: look whether something else answers in its place.`;

describe('an answer to every request', () => {
  const ended = (lines: readonly string[], body: string | Buffer = ''): Fault =>
    onWire(() => [answer([...lines, 'Connection: close'], body)]);
  const ok = (body: string): Fault => ended(['HTTP/1.1 200 OK'], body);
  const upgrade = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];

  const cases: [string, Fault, RegExp][] = [
    ['of 600 MB', hugeAnswer(600), /answered more than (?:1|4) MB: look whether/],
    ['101', onWire(() => [answer(upgrade, 'websocket?')]), /answered 101: look whether/],
    ['101 to nothing', ended(['HTTP/1.1 101 Switching']), /answered 101: look whether/],
    ['null', ok('null'), /answered 200 without a JSON object/],
    ['[]', ok('[]'), /answered 200 without a JSON object/],
    ['of no bytes', ok(''), /answered 200 without a JSON object/],
    ['a number', ok('5'), /answered 200 without a JSON object/],
    ['half of JSON', ok('{"entry":[{"name":'), /answered 200 without a JSON object/],
    ['{}', ok('{}'), /of the expected form|splunkd answered 200/],
    ['entries that are none', ok('{"entry":[null,5]}'), /of the expected form|answered 200/],
    [
      'in gzip',
      ended(['HTTP/1.1 200 OK', 'Content-Encoding: gzip'], gzipSync('{"entry":[]}')),
      /answered 200 without a JSON object/,
    ],
    [
      'shorter than it says',
      ended(['HTTP/1.1 200 OK', 'Content-Length: 5000'], '{"entry":[]}'),
      /did not answer: (?:ECONNRESET|the connection was closed)\./,
    ],
    [
      'longer than it says',
      ended(['HTTP/1.1 200 OK', 'Content-Length: 5'], '{"entry":[]}'),
      /answered 200 without a JSON object|did not answer: \w+/,
    ],
    [
      'that is no HTTP',
      onWire(() => ['SSH-2.0-OpenSSH_9.6\r\n']),
      /did not answer: its reply is not HTTP\./,
    ],
    ['204', ended(['HTTP/1.1 204 No Content']), /answered 204 without a JSON object/],
  ];

  it.each(cases)('%s: each command says one sentence in little memory', async (_, fault, text) => {
    const before = [head.files(), head.modelBytes('steady')];
    head.splunkd.fault = () => fault;

    await together(SEARCHES, async (search) => expect(await refusal(search)).toMatch(text));

    expect([head.files(), head.modelBytes('steady')]).toEqual(before);
    expect(Math.max(...memory(SEARCHES.length))).toBeLessThan(300);
  });

  it('302: it is not followed', async () => {
    const location = `${head.splunkd.uri}/services/elsewhere`;
    head.splunkd.fault = () => ({ status: 302, body: '', headers: { location } });

    expect(await refusal('| lstmmodels')).toBe('splunkd answered 302, trying to list models.');
    for (const search of SEARCHES) await refusal(search);

    expect(head.splunkd.requests.map(({ path }) => path)).not.toContain('/services/elsewhere');
  });

  it('103 before 404: the last one counts', async () => {
    const last = answer(['HTTP/1.1 404 Not Found', 'Connection: close'], '{}');
    head.splunkd.fault = ({ path }) =>
      path.includes('steady')
        ? onWire(() => [answer(['HTTP/1.1 103 Early Hints', 'Link: </style.css>']), last])
        : undefined;

    expect(await refusal('lstmscore steady')).toMatch(/^Model steady does not exist: /);
  });

  const replyTimeoutMs = 60_000;

  // The bound of a call is half a minute, in which the other tests go on.
  it.concurrent('a byte a second about models: each command gives up', async () => {
    await SearchHead.during(async (slow) => {
      for (const seed of [1, 2]) await trainModel('steady', seed, slow);
      slow.splunkd.fault = ({ path }) =>
        path.includes('/lookup-table') ? slowAnswer() : undefined;

      await together(SEARCHES, async (search) => {
        expect(await refusal(search, { replyTimeoutMs }, slow)).toMatch(
          /did not answer: no reply in time\./,
        );
      });
    });
  }, 120_000);
});

describe('a list of models that is none', () => {
  it.each(['null', '[]', '', '<html>Please log in</html>'])('%j is no empty list', async (page) => {
    head.splunkd.fault = ({ path }) =>
      path.endsWith('/lookup-table-files') ? { status: 200, page } : undefined;

    expect(await refusal('| lstmmodels')).toBe(foreign('answered 200 without a JSON object'));
  });

  it.each([{}, { entry: 'none' }, { entry: [{ acl: {} }] }])('%j is none either', async (body) => {
    head.splunkd.fault = ({ path }) =>
      path.endsWith('/lookup-table-files') ? { status: 200, body } : undefined;

    expect(await refusal('| lstmmodels')).toBe(
      "splunkd's answer about the list of models is not of the expected form.",
    );
  });
});

describe('names and settings of another form', () => {
  const entry = (change: object): Fault => {
    const acl = { app: 'search', sharing: 'user', owner: 'demo', can_write: true, ...change };
    return { status: 200, body: { entry: [{ name: 'x', acl, content: { 'eai:data': '/x' } }] } };
  };

  it.each<[string, object]>([
    ['an owner with a line break', { owner: 'de\nmo' }],
    ['half a character', { owner: 'de\ud800mo' }],
    ['an app of 2,000 characters', { app: 'x'.repeat(2000) }],
    ['roles that are no texts', { perms: { read: [{ toString: 5 }] } }],
  ])('%s', async (_, change) => {
    head.splunkd.fault = ({ path }) => (path.endsWith('.mlmodel') ? entry(change) : undefined);

    for (const search of SEARCHES.filter((text) => text !== '| lstmmodels')) {
      expect(await refusal(search)).toMatch(/model steady is not of the expected form\.$/);
    }
  });

  it.each<[unknown, RegExp]>([
    [{ toString: 5 }, /Invalid value for max_rows .*, got "\{"toString":5\}"\. /],
    ['5\n\u0007x', /Invalid value for max_rows .*, got "5 x"\. /],
  ])('a setting %j', async (value, text) => {
    head.splunkd.fault = ({ path }) =>
      path.endsWith('/settings')
        ? { status: 200, body: { entry: [{ content: { max_rows: value } }] } }
        : undefined;

    expect(await refusal(FIT('unset'))).toMatch(text);
  });
});

describe('an answer that is lost after splunkd did what it was asked for', () => {
  it.each<Fault>(['reset after', 'truncate'])(
    '%s: the model is seen to be changed',
    async (fault) => {
      const model = `lost_${String(fault).replace(' ', '_')}`;
      await trainModel(model);
      head.splunkd.fault = (request) => (isChange(request) ? fault : undefined);

      expect(await says(`| lstmmanage share ${model} sharing=app read=power`)).toContain(
        `INFO Model app:${model} (shared in app search) may be read by power and written by admin, power.`,
      );
      expect(await says(`| lstmmanage delete app:${model}`)).toEqual([
        `INFO Model app:${model} (shared in app search) is deleted, with all its versions.`,
      ]);

      expect(head.hasModel(`app:${model}`)).toBe(false);
    },
  );

  it('with roles that the sharer does not have: the model is no longer seen at its old place', async () => {
    await trainModel('given_away');
    head.splunkd.fault = (request) => {
      // A user whose own roles splunkd does not tell cannot be warned of losing the model.
      if (request.path.endsWith('/current-context')) return { status: 500, body: {} };
      return isChange(request) ? 'reset after' : undefined;
    };

    const said = await says('| lstmmanage share given_away sharing=app read=admin write=admin');

    expect(said.at(-1)).toBe(
      'INFO Model app:given_away (shared in app search) may be read by admin and written by admin.',
    );
  });

  it.each(['delete', 'share sharing=global', 'rollback'])(
    '%s, and nobody tells what is there: the sentence says that it is not known',
    async (text) => {
      const [action, options = ''] = text.split(' ');
      const model = `unknown_${action}`;
      for (const seed of [1, 2]) await trainModel(model, seed);
      let isChanged = false;
      head.splunkd.fault = (request) => {
        isChanged ||= isChange(request);
        if (isRead(request)) return isChanged ? { status: 500, body: {} } : undefined;
        return 'reset after';
      };

      expect(await refusal(`| lstmmanage ${action} ${model} ${options}`)).toBe(
        `splunkd at ${head.splunkd.uri} did not answer: ECONNRESET. Nor can it be seen whether model ${model} has changed: look with | lstmmodels before you try again.`,
      );
    },
  );
});

describe('an answer that reports a change that was not made', () => {
  it.each(['delete steady', 'share steady sharing=app', 'rollback steady'])(
    '%s: the model is seen to be as it was',
    async (text) => {
      const before = head.modelBytes('steady');
      head.splunkd.fault = (request) =>
        isChange(request) ? { status: 200, body: { entry: [] } } : undefined;

      expect(await refusal(`| lstmmanage ${text}`)).toBe(
        'splunkd says that it has changed model steady, but model steady is as it was: look whether something else answers in its place.',
      );
      expect(head.modelBytes('steady')).toEqual(before);
    },
  );
});

describe('a text of splunkd in our sentences', () => {
  const refuse = (text: string): Fault => ({
    status: 500,
    body: { messages: [{ type: 'ERROR', text }] },
  });

  it('is one line of 300 characters without control characters', async () => {
    const text = `In handler:\r\n\u001b[31mbroken\u001b[0m\u0000 \u202e${'a b '.repeat(5000)}`;
    head.splunkd.fault = () => refuse(text);

    const sentence = await refusal('| lstmmodels');

    expect(sentence).toMatch(
      /^splunkd answered 500, trying to list models\. splunkd says: In handler: \[31mbroken \[0m [ab ]+…\.$/,
    );
    expect(sentence.replace(/^.*splunkd says: /, '').length).toBeLessThanOrEqual(301);
    for (const search of SEARCHES) expect(await refusal(search)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('is shown without the session key, which is not in the log either', async () => {
    const key = head.splunkd.sessionKeyOf('demo');
    const escaped = Array.from(key, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);
    const body = `{"messages":[{"text":"no session ${escaped.join('')} or ${key}!"}]}`;
    head.splunkd.fault = () => ({ status: 500, page: body });

    for (const search of SEARCHES) {
      const sentence = await refusal(search);
      expect(sentence).toContain('no session <session key> or <session key>!');
    }

    expect(readFileSync(head.pathOf('var/log/splunk/lstm_toolkit.log'), 'utf8')).not.toContain(key);
  });
});
