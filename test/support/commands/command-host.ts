/**
 * Runs commands in this process, beside a stand-in for splunkd: what they plan, and what they answer to rows. A run
 * takes milliseconds, so that a table may have a row for each sentence.
 *
 * @module
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFit } from '../../../src/commands/fit/lstmfit.ts';
import type { Environment } from '../../../src/commands/run/environment.ts';
import { createScore } from '../../../src/commands/score/lstmscore.ts';
import { referenceKernel } from '../../../src/kernel/reference-kernel.ts';
import { BuiltinEngine } from '../../../src/network/builtin-engine.ts';
import { readCsv } from '../../../src/protocol/csv-reader.ts';
import type { Command, Plan } from '../../../src/protocol/dialogue.ts';
import { Messages } from '../../../src/protocol/messages.ts';
import { readSearchInfo } from '../../../src/protocol/search-info.ts';
import { Log } from '../../../src/store/log.ts';
import { STANZA, settings } from '../../../src/store/settings.ts';
import { decodeBody, encodeBody } from '../../../tools/local-splunk/command/chunk-body.ts';
import { feedCommand } from '../../../tools/local-splunk/command/feed-command.ts';
import { splitWords } from '../../../tools/local-splunk/spl/spl.ts';
import { Splunkd } from '../../../tools/local-splunk/splunkd/splunkd.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';
import { bytesOf } from '../protocol/body.ts';

const COMMANDS: Readonly<Record<string, (environment: Environment) => Command>> = {
  lstmfit: createFit,
  lstmscore: createScore,
};

const CHUNKS = { reporting: 50_000, stateful: 2500 };

/** What a launch is told, apart from the usual things. */
export type Changes = Readonly<Record<string, unknown>> & { readonly preview?: boolean };

export class CommandHost {
  readonly splunkd: Splunkd;
  readonly environment: Environment;

  private constructor(splunkd: Splunkd) {
    this.splunkd = splunkd;
    this.environment = environmentIn(splunkd.home.path);
  }

  static async start(): Promise<CommandHost> {
    const splunkd = await Splunkd.start();
    installSettings(splunkd.home.path);
    return new CommandHost(splunkd);
  }

  async close(): Promise<void> {
    await this.splunkd.close();
  }

  /** Asks a command what it answers to getinfo. */
  async plan(command: Command, typed: string, changes: Changes = {}): Promise<Plan> {
    const { preview = false, ...others } = changes;
    const words = splitWords(typed);
    const searchinfo = {
      args: words.map(({ text }) => text),
      raw_args: words.map(({ raw }) => raw),
      sid: '1700000000.1',
      app: 'search',
      username: 'demo',
      session_key: this.splunkd.sessionKeyOf('demo'),
      splunkd_uri: this.splunkd.uri,
      search: 'index%3Dnet',
      ...others,
    };
    return await command(readSearchInfo({ action: 'getinfo', preview, searchinfo }));
  }

  /**
   * Runs `lstmfit …` or `lstmscore …` over rows, which come and go as splunkd sends and takes them.
   *
   * @throws UserError where it refuses
   */
  async run(search: string, input: Table): Promise<Table> {
    const [, name = '', typed = ''] = /^(\w+) ?(.*)$/s.exec(search) ?? [];
    const create = COMMANDS[name];
    if (create === undefined) throw new Error(`no command of this host: ${search}`);
    const plan = await this.plan(create(this.environment), typed);
    const info = { ...plan, isGenerating: false };
    return await feedCommand({ execute: executing(plan) }, info, input, CHUNKS);
  }
}

/** Sends rows as CSV, and reads those of the reply. */
function executing({ execute }: Plan) {
  return async (finished: boolean, rows: Table): Promise<{ finished: boolean; table: Table }> => {
    const csv = Buffer.from(encodeBody(rows));
    const block = csv.length === 0 ? undefined : readCsv(csv);
    const body = await execute({ block, isFinal: finished, messages: new Messages() });
    return { finished, table: decodeBody(bytesOf(body)) };
  };
}

function environmentIn(home: string): Environment {
  return {
    home,
    engineWith: () => async (spec, weights) => new BuiltinEngine(referenceKernel, spec, weights),
    processors: () => 1,
    now: () => 1_700_000_000_000,
    elapsed: () => 0,
    breathe: async () => undefined,
    breatheInFit: async () => undefined,
    exists: () => false,
    residentBytes: () => 0,
    peakBytes: () => 0,
    ageOf: () => undefined,
    system: () => ({ node: 'v24', platform: 'linux x64', kernel: 'reference' }),
    onExit: () => undefined,
    logFor: (folder, common, level) => new Log(folder, common, level),
  };
}

/** Puts the settings that the app ships where splunkd looks for them. */
function installSettings(home: string): void {
  const folder = join(home, 'etc/apps/lstm_toolkit/default');
  const lines = Object.entries(settings).map(([name, setting]) => `${name} = ${setting.default}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'lstm_toolkit.conf'), [`[${STANZA}]`, ...lines, ''].join('\n'));
}
