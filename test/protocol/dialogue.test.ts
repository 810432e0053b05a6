import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../src/errors.ts';
import { type Command, converse, type ExecuteRequest } from '../../src/protocol/dialogue.ts';
import { cutStream } from '../support/protocol/streams.ts';
import { wholeChunks } from '../support/protocol/whole-chunks.ts';

interface Reply {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly body: string;
}

interface Talk {
  readonly replies: Reply[];
  readonly defects: unknown[];
  readonly errors: number;
  /** The number of bytes of the input that were read. */
  readonly read: number;
}

function request(metadata: object, body = ''): Buffer {
  const json = JSON.stringify(metadata);
  return Buffer.from(
    `chunked 1.0,${Buffer.byteLength(json)},${Buffer.byteLength(body)}\n${json}${body}`,
  );
}

const getinfo = (searchinfo: object = { sid: '1.2' }): Buffer =>
  request({ action: 'getinfo', preview: false, searchinfo });
const execute = (body: string, finished = false): Buffer =>
  request({ action: 'execute', finished }, body);

/** Replies with the first value of each chunk, and says which chunk is the last. */
const echo: Command = async () => ({
  type: 'stateful',
  requiredFields: ['a'],
  execute: async ({ block, isFinal, messages }: ExecuteRequest) => {
    if (isFinal) messages.info('the end');
    return block === undefined ? new Uint8Array(0) : Buffer.from(block.bytes);
  },
});

async function talk(command: Command, ...requests: Uint8Array[]): Promise<Talk> {
  const input = Buffer.concat(requests);
  const cuts = Array.from({ length: Math.floor(input.length / 7) }, (_, at) => at * 7);
  const written: Uint8Array[] = [];
  const defects: unknown[] = [];
  let [errors, read] = [0, 0];
  async function* source(): AsyncGenerator<Uint8Array> {
    for await (const piece of cutStream(input, cuts)) {
      read += piece.length;
      yield piece;
    }
  }
  await converse('lstmtest', command, {
    input: source(),
    write: async (bytes) => void written.push(bytes),
    onDefect: (error) => {
      defects.push(error);
      return 'A bug, reference 1.';
    },
    onError: () => {
      errors++;
    },
    onEnd: () => undefined,
  });
  const chunks = await wholeChunks(cutStream(Buffer.concat(written)));
  const replies = chunks.map(({ metadata, body }) => ({
    metadata,
    body: Buffer.from(body).toString(),
  }));
  return { replies, defects, errors, read };
}

const errorOf = (sentence: string): Reply['metadata'] => ({
  inspector: { messages: [['ERROR', sentence]] },
  finished: true,
  error: sentence,
});

describe('converse', () => {
  it('answers getinfo, then every execute with one reply', async () => {
    const { replies, errors } = await talk(
      echo,
      getinfo(),
      execute('a\n1\n'),
      execute(''),
      execute('a\n2\n', true),
    );

    expect(replies).toEqual([
      { metadata: { type: 'stateful', required_fields: ['a'] }, body: '' },
      { metadata: { finished: false }, body: 'a\n1\n' },
      { metadata: { finished: false }, body: '' },
      {
        metadata: { inspector: { messages: [['INFO', 'the end']] }, finished: true },
        body: 'a\n2\n',
      },
    ]);
    expect(errors).toBe(0);
  });

  it('prepares for rows once getinfo has been answered', async () => {
    const done: string[] = [];
    const command: Command = async () => ({
      type: 'events',
      requiredFields: [],
      prepare: () => void done.push('prepared'),
      execute: async () => {
        done.push('executed');
        return new Uint8Array(0);
      },
    });
    async function* source(): AsyncGenerator<Uint8Array> {
      yield Buffer.concat([getinfo(), execute(''), execute('', true)]);
    }

    await converse('lstmtest', command, {
      input: source(),
      write: async () => void done.push('written'),
      onDefect: String,
      onError: () => undefined,
      onEnd: () => undefined,
    });

    expect(done).toEqual(['written', 'prepared', 'executed', 'written', 'executed', 'written']);
  });

  it('writes nothing without a request', async () => {
    expect((await talk(echo)).replies).toEqual([]);
    expect((await talk(echo, getinfo())).replies).toHaveLength(1);
  });

  it('ends quietly when a search is cancelled within a chunk', async () => {
    const { replies, errors } = await talk(echo, getinfo(), execute('a\n1\n').subarray(0, -2));

    expect([replies.length, errors]).toEqual([1, 0]);
  });

  it('gives an empty answer when splunkd asks again after the end', async () => {
    const { replies } = await talk(echo, getinfo(), execute('a\n1\n', true), execute('', true));

    expect(replies.at(-1)).toEqual({ metadata: { finished: true }, body: '' });
  });

  it('answers a mistake in the arguments with its sentence, inspector first, then drains', async () => {
    const command: Command = async () => {
      throw new UserError('Unexpected parameter: x.');
    };

    const { replies, errors, read } = await talk(command, getinfo(), execute('a\n1\n', true));

    expect(replies).toEqual([{ metadata: errorOf('Unexpected parameter: x.'), body: '' }]);
    expect(Object.keys(replies[0]?.metadata ?? {})).toEqual(['inspector', 'finished', 'error']);
    expect(errors).toBe(1);
    expect(read).toBe(Buffer.concat([getinfo(), execute('a\n1\n', true)]).length);
  });

  it('answers broken rows with their sentence', async () => {
    const { replies } = await talk(echo, getinfo(), execute('a,b\n1\n'));

    expect(replies[1]?.metadata).toEqual(
      errorOf('Row 1 of the results has 1 values where the header names 2 fields.'),
    );
  });

  it('answers a defect with a reference, and hands the error over', async () => {
    const bug = new TypeError('x is not a function');
    const command: Command = async () => ({
      type: 'reporting',
      requiredFields: ['*'],
      execute: async () => {
        throw bug;
      },
    });

    const { replies, defects } = await talk(command, getinfo(), execute('', true));

    expect(replies[1]?.metadata).toEqual(errorOf('A bug, reference 1.'));
    expect(defects).toEqual([bug]);
  });

  it.each([
    ['an execute before getinfo', execute('')],
    ['an unknown action', request({ action: 'explode' })],
    ['no action', request({})],
    ['an action that is no text', request({ action: { a: 1 } })],
    ['another protocol', Buffer.from('splunk 1.0\n')],
  ])('answers %s with a sentence about the protocol', async (_, input) => {
    const { replies, errors } = await talk(echo, input);

    expect(replies).toHaveLength(1);
    expect(replies[0]?.metadata['error']).toMatch(
      /^splunkd sent something that is not protocol version 2 \(.*\)\.$/,
    );
    expect(errors).toBe(1);
  });

  it.each([[{ sid: 'rt_1.2' }], [{ sid: '1.2', earliest_time: 'rt-5m' }]])(
    'refuses the real-time search %j',
    async (searchinfo) => {
      const { replies } = await talk(echo, getinfo(searchinfo));

      expect(replies[0]?.metadata['error']).toBe(
        'lstmtest does not run in real-time searches: choose a time range that ends, or schedule the search.',
      );
    },
  );

  it('never writes more than one reply to a request, even after an error', async () => {
    const { replies } = await talk(echo, getinfo(), execute('a,a\n1,2\n'), execute('a\n1\n', true));

    expect(replies).toHaveLength(2);
  });
});
