/**
 * Lists the settings that administrators make in `lstm_toolkit.conf`. Parsing, messages, the conf file
 * that the app ships, its spec and the page `docs/settings.md` all come from this table.
 *
 * @module
 */

/** A setting: how its text is read, and how documents and messages describe it. */
export interface Setting<T> {
  /** The syntax that the spec shows: `<integer>`. */
  readonly syntax: string;
  /** The words that complete "must be …": `an integer between 1 and 64`. */
  readonly allowed: string;
  /** The text of the value in the conf that the app ships. */
  readonly default: string;
  readonly help: string;
  /** Returns the value of `text`, or `undefined` when it is not allowed. */
  readonly parse: (text: string) => T | undefined;
}

/** The conf has this stanza only. */
export const STANZA = 'settings';

export const settings = {
  max_rows: integer(1, 100_000_000, {
    default: '1000000',
    help: 'Most rows that lstmfit trains on, the newest, and that lstmscore takes with order=time. The option max_rows can only lower it.',
  }),
  max_fit_time: integer(1, 86_400, {
    default: '600',
    help: 'Seconds after which a training stops; the best model so far is saved. The option max_time can only lower it.',
  }),
  max_explain_time: integer(1, 86_400, {
    default: '60',
    help: 'Seconds that one lstmscore explains rows for (explain); the rows that are left then have no reasons, and are counted.',
  }),
  max_memory_mb: integer(200, 65_536, {
    default: '4000',
    help: 'Most memory of one command, in MB (2^20 bytes). A search that is estimated to need more is refused before the work begins.',
  }),
  max_model_size_mb: integer(1, 60, {
    default: '30',
    help: 'Largest model file, all its versions together, in MB (2^20 bytes).',
  }),
  max_entities: integer(1, 100_000_000, {
    default: '200000',
    help: 'Most entities, which are the combinations of values of the by fields, of one search.',
  }),
  threads: integer(1, 64, {
    default: '4',
    help: 'Most threads that one command computes with. The option threads can only lower it.',
  }),
  kernel: {
    syntax: 'auto|wasm',
    allowed: 'auto or wasm',
    default: 'auto',
    help: 'What computes and reads rows. auto: the native kernel (AVX-512 or AVX2), or WebAssembly where processor, system or package do not allow it. wasm: WebAssembly, and no native code; that also holds where the settings cannot be read. The results are the same.',
    parse: (text: string) => (['auto', 'wasm'] as const).find((kernel) => kernel === text),
  },
  keep_versions: integer(1, 100, {
    default: '3',
    help: 'Versions that a model keeps; the oldest go first.',
  }),
  tensorboard_dir: path(
    'A folder in which fits keep the figures of their epochs for TensorBoard, in <model>/<start>-<user>. Empty: they keep none.',
  ),
  ca_file: path(
    "A file of CA certificates in PEM, which must have signed splunkd's certificate. Empty: the certificate is not checked on a loopback address, and by the public CAs elsewhere.",
  ),
  log_level: {
    syntax: 'INFO|WARN|ERROR',
    allowed: 'INFO, WARN or ERROR',
    default: 'INFO',
    help: 'What lstm_toolkit.log gets. INFO: a line for each run and each epoch; WARN: what is odd; ERROR: defects of the app.',
    parse: (text: string) =>
      (['INFO', 'WARN', 'ERROR'] as const).find((level) => level === text.toUpperCase()),
  },
} as const satisfies Readonly<Record<string, Setting<unknown>>>;

function path(help: string): Setting<string> {
  return {
    syntax: '<path>',
    allowed: 'an absolute path, which may begin with $SPLUNK_HOME',
    default: '',
    help,
    parse: (text) => (text === '' || /^(?:\$SPLUNK_HOME)?\//.test(text) ? text : undefined),
  };
}

/** @param home - `SPLUNK_HOME` */
export function expandPath(path: string, home: string): string {
  return path.replace(/^\$SPLUNK_HOME(?=\/)/, () => home);
}

function integer(
  min: number,
  max: number,
  { default: value, help }: Pick<Setting<number>, 'default' | 'help'>,
): Setting<number> {
  return {
    syntax: '<integer>',
    allowed: `an integer between ${min} and ${max}`,
    default: value,
    help,
    parse: (text) => {
      const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
      return number >= min && number <= max ? number : undefined;
    },
  };
}
