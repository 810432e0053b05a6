/**
 * Deals the settings that `tune=<n>` tries: at random, which finds good ones sooner than a grid where only
 * some of the options matter.
 *
 * @see Bergstra and Bengio, "Random search for hyper-parameter optimization", 2012
 * @module
 */

import { UserError } from '../../errors.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import { createRandom, type Random } from '../../random.ts';

/** The values of the options that are tried, by their names; those that the user gave are absent. */
export interface Setting {
  readonly learning_rate?: number;
  readonly units?: number;
  readonly dropout?: number;
  readonly window?: number;
}

/** What the fit would have without `tune`, complete. */
export interface OwnSetting extends Required<Omit<Setting, 'window' | 'units'>> {
  readonly units: readonly number[];
  /** `undefined` where a sequence is no window of rows. */
  readonly window: number | undefined;
}

const UNITS = [16, 32, 64, 128];
const DROPOUT = [0, 0.1, 0.2, 0.3, 0.5];
const WINDOWS = [5, 10, 20, 40, 80];

/** Learning rates lie between these powers of two times the one by default. */
const RATES = { least: -3, most: 2 } as const;

/** So many draws for each setting find a new one, unless there are hardly any. */
const DRAWS = 20;

/**
 * Returns settings that all differ, fewer than `count` where there are no more; the first is what the fit
 * would have without `tune`.
 *
 * @throws UserError when the user gave all options that could be tried
 */
export function dealSettings(
  own: OwnSetting,
  { given, run: { seed } }: Pick<FitSettings, 'given' | 'run'>,
  count: number,
): Setting[] {
  const draw = drawer(own, given);
  const first = ownValues(own, given);
  if (Object.keys(first).length === 0) {
    throw new UserError(
      'tune has nothing to try, as all of learning_rate, units, dropout and window that matter here were given: leave one of them out, or tune.',
    );
  }
  const random = createRandom(seed);
  const found = new Map([[settingText(first), first]]);
  for (let drawn = 0; drawn < DRAWS * count && found.size < count; drawn++) {
    const setting = draw(random);
    found.set(settingText(setting), setting);
  }
  return [...found.values()];
}

function ownValues({ units, ...own }: OwnSetting, given: ReadonlySet<string>): Setting {
  const { learning_rate, dropout, window } = own;
  return {
    ...(!given.has('learning_rate') && { learning_rate }),
    ...(!given.has('units') && units.length === 1 && { units: units[0] as number }),
    ...(!given.has('dropout') && { dropout }),
    ...(!given.has('window') && window !== undefined && { window }),
  };
}

/** Each draw takes as many random numbers, so that what the user gives changes none of the other values. */
function drawer(own: OwnSetting, given: ReadonlySet<string>): (random: Random) => Setting {
  const names = new Set(Object.keys(ownValues(own, given)));
  return (random) => {
    const power = RATES.least + (RATES.most - RATES.least) * random.uniform();
    const all: Required<Setting> = {
      learning_rate: Number((own.learning_rate * 2 ** power).toPrecision(2)),
      units: oneOf(UNITS, random),
      dropout: oneOf(DROPOUT, random),
      window: oneOf(WINDOWS, random),
    };
    return Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
  };
}

function oneOf(values: readonly number[], random: Random): number {
  return values[random.integer(values.length)] as number;
}

/** Writes a setting as the user would type it. */
export function settingText(setting: Setting): string {
  return Object.entries(setting)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/**
 * Returns the settings of a fit as if the user had given these values, in the place of `tune`.
 *
 * @param tuned - the number of settings that this one was chosen from
 */
export function withSetting(settings: FitSettings, setting: Setting, tuned: number): FitSettings {
  const { learning_rate, units, dropout, window } = setting;
  const { network, training, sequence, record } = settings;
  const typed = Object.entries(setting).map(([name, value]) => [name, String(value)] as const);
  const { tune: _, ...others } = record.options;
  return {
    ...settings,
    network: {
      ...network,
      units: units === undefined ? network.units : [units],
      dropout: dropout ?? network.dropout,
    },
    training: { ...training, learning_rate: learning_rate ?? training.learning_rate },
    sequence: { ...sequence, window: window ?? sequence.window },
    given: new Set([...settings.given, ...Object.keys(setting)]),
    record: { ...record, tuned, options: { ...others, ...Object.fromEntries(typed) } },
  };
}
