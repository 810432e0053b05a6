import { readFileSync } from 'node:fs';
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

/** One reads a model, one lists them all. What any answer is taken for is tested in test/store/model-store.test.ts. */
const READERS = ['lstmscore steady', '| lstmmodels'];

const refusal = async (search: string, options: Partial<SearchOptions> = {}, on = head) => {
  const input = search.startsWith('|') ? NO_RESULTS : flows();
  const { sentence, error } = await on.refusal(search, input, { isParsed: false, ...options });
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

describe('an answer to every request', () => {
  const ended = (lines: readonly string[], body: string | Buffer = ''): Fault =>
    onWire(() => [answer([...lines, 'Connection: close'], body)]);

  const cases: [string, Fault, RegExp][] = [
    ['null', ended(['HTTP/1.1 200 OK'], 'null'), /answered 200 without a JSON object/],
    ['{}', ended(['HTTP/1.1 200 OK'], '{}'), /of the expected form|splunkd answered 200/],
    [
      'shorter than it says',
      ended(['HTTP/1.1 200 OK', 'Content-Length: 5000'], '{"entry":[]}'),
      /did not answer: (?:ECONNRESET|the connection was closed)\./,
    ],
    [
      'that is no HTTP',
      onWire(() => ['SSH-2.0-OpenSSH_9.6\r\n']),
      /did not answer: its reply is not HTTP\./,
    ],
  ];

  it.each(cases)('%s: who reads one model, or lists all, says one sentence', async (...args) => {
    const [, fault, text] = args;
    head.splunkd.fault = () => fault;

    await together(READERS, async (search) => expect(await refusal(search)).toMatch(text));
  });

  it('of 600 MB: each command says one sentence in little memory', async () => {
    const before = [head.files(), head.modelBytes('steady')];
    head.splunkd.fault = () => hugeAnswer(600);

    await together(SEARCHES, async (search) => {
      expect(await refusal(search)).toMatch(/answered more than (?:1|4) MB: look whether/);
    });

    expect([head.files(), head.modelBytes('steady')]).toEqual(before);
    expect(Math.max(...memory(SEARCHES.length))).toBeLessThan(300);
  });

  it('302: it is not followed', async () => {
    const location = `${head.splunkd.uri}/services/elsewhere`;
    head.splunkd.fault = () => ({ status: 302, body: '', headers: { location } });

    await together(READERS, async (search) => {
      expect(await refusal(search)).toMatch(/^splunkd answered 302, trying to /);
    });

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

describe('names and settings of another form', () => {
  it('an owner with a line break', async () => {
    const acl = { app: 'search', sharing: 'user', owner: 'de\nmo', can_write: true };
    const entry = { name: 'x', acl, content: { 'eai:data': '/x' } };
    head.splunkd.fault = ({ path }) =>
      path.endsWith('.mlmodel') ? { status: 200, body: { entry: [entry] } } : undefined;

    const named = SEARCHES.filter((text) => text !== '| lstmmodels');
    await together(named, async (search) => {
      expect(await refusal(search)).toMatch(/model steady is not of the expected form\.$/);
    });
  });

  it('a setting that is no text', async () => {
    const content = { max_rows: { toString: 5 } };
    head.splunkd.fault = ({ path }) =>
      path.endsWith('/settings') ? { status: 200, body: { entry: [{ content }] } } : undefined;

    expect(await refusal(FIT('unset'))).toMatch(
      /Invalid value for max_rows .*, got "\{"toString":5\}"\. /,
    );
  });
});

describe('an answer that is lost after splunkd did what it was asked for', () => {
  it('the model is seen to be changed', async () => {
    head.putModel('lost', head.modelBytes('steady'));

    head.splunkd.fault = (request) => (isChange(request) ? 'reset after' : undefined);
    expect(await says('| lstmmanage share lost sharing=app read=power')).toContain(
      'INFO Model app:lost (shared in app search) may be read by power and written by admin, power.',
    );
    head.splunkd.fault = (request) => (isChange(request) ? 'truncate' : undefined);
    expect(await says('| lstmmanage delete app:lost')).toEqual([
      'INFO Model app:lost (shared in app search) is deleted, with all its versions.',
    ]);

    expect(head.hasModel('app:lost')).toBe(false);
  });

  it('with roles that the sharer does not have: the model is no longer seen at its old place', async () => {
    head.putModel('given_away', head.modelBytes('steady'));
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

  it('and nobody tells what is there: the sentence says that it is not known', async () => {
    head.putModel('unknown', head.modelBytes('steady'));

    for (const text of ['rollback unknown', 'share unknown sharing=global', 'delete unknown']) {
      let isChanged = false;
      head.splunkd.fault = (request) => {
        isChanged ||= isChange(request);
        if (isRead(request)) return isChanged ? { status: 500, body: {} } : undefined;
        return 'reset after';
      };

      expect(await refusal(`| lstmmanage ${text}`)).toBe(
        `splunkd at ${head.splunkd.uri} did not answer: ECONNRESET. Nor can it be seen whether model unknown has changed: look with | lstmmodels before you try again.`,
      );
    }
  });
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
  });

  it('is shown without the session key, which is not in the log either', async () => {
    const key = head.splunkd.sessionKeyOf('demo');
    const escaped = Array.from(key, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);
    const body = `{"messages":[{"text":"no \\u001b session ${escaped.join('')} or ${key}!"}]}`;
    head.splunkd.fault = () => ({ status: 500, page: body });

    await together(SEARCHES, async (search) => {
      const sentence = await refusal(search);
      expect(sentence).toContain('no session <session key> or <session key>!');
    });

    expect(readFileSync(head.pathOf('var/log/splunk/lstm_toolkit.log'), 'utf8')).not.toContain(key);
  });
});
