/**
 * Completes the arguments of a fit that continues a model by what makes its network, so that a nightly search need
 * not repeat it, and refuses arguments that ask for another network.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import type { ModelHeader } from '../../model/header.ts';
import type { InitialModel } from '../../model/initial-model.ts';
import { classesOf, isBinary, levelField, targetField } from '../../model/target.ts';
import { readGroups } from '../arguments/option.ts';
import { OTHER_FIT_OPTIONS } from '../arguments/other-tools.ts';
import { type FitArguments, fitGroups, fitOptions } from './fit-options.ts';

type OptionName = keyof typeof fitOptions;

/** These options make the network or what it reads; their value in the model is what its fit was given. */
const AS_TYPED = [
  'label',
  'end',
  'time_features',
  'time_zone',
  'future_fields',
  'categories',
  'numbers',
  'numeric',
  'categorical',
  'ip',
] as const satisfies readonly OptionName[];

/** These are taken from the model where they are not given, and may be given otherwise. */
const FREE = ['min_rows', 'gap', 'time', 'nulls', 'unseen', 'dropout'] as const;

/**
 * @throws UserError for a target or options that make another network
 */
export function continuedArguments(
  fit: FitArguments,
  { header, name }: InitialModel,
): FitArguments {
  refuseOtherTarget(fit, header, name);
  const own = { ...valuesOf(header), ...typedValues(header) };
  refuseOthers(fit, own, { header, name });
  // The classes, and so the positive one, come from the model itself.
  const taken = { ...own, ...freeValues(header), positive: undefined };
  const kept = Object.entries(taken).filter(
    (entry): entry is [keyof typeof taken, string] => entry[1] !== undefined,
  );
  const typed = { ...Object.fromEntries(kept), ...withoutAuto(fit.typed) };
  const options = readGroups(
    fitGroups,
    Object.entries(typed).map(([option, value]) => ({ name: option, value })),
    { otherOptions: OTHER_FIT_OPTIONS },
  );
  const { by } = header.sequence;
  return { ...fit, by: [...by], options, typed: { ...typedBefore(header), ...fit.typed } };
}

/** An option at `auto` is as good as none. */
function withoutAuto(typed: FitArguments['typed']): FitArguments['typed'] {
  return Object.fromEntries(Object.entries(typed).filter(([, value]) => !isAuto(value)));
}

function isAuto(text: string): boolean {
  return text.toLowerCase() === 'auto';
}

/** Returns the texts of options that the header itself has; those that a model cannot have are `undefined`. */
function valuesOf(header: ModelHeader): Partial<Record<OptionName, string | undefined>> {
  const { sequence, encoder, network, target } = header;
  const text = encoder.fields.find((field) => field.kind === 'text');
  return {
    mode: target.mode,
    window: String(sequence.window),
    horizon: String(levelField(target)?.horizon ?? 0),
    units: network.units.join(','),
    embedding: encoder.kind === 'features' ? undefined : String(network.embeddings[0]?.width),
    length: text && String(text.length),
    case: text?.case,
    positive: isBinary(target) ? classesOf(target)[1] : undefined,
  };
}

function typedValues(header: ModelHeader): Partial<Record<OptionName, string | undefined>> {
  const { options } = header.training;
  return Object.fromEntries(
    AS_TYPED.map((name) => [name, options[name] ?? fitOptions[name].default]),
  );
}

function freeValues(header: ModelHeader): Partial<Record<OptionName, string>> {
  const { sequence, policies, network } = header;
  const { minRows, gap, time } = sequence;
  return {
    min_rows: String(minRows),
    ...(gap !== null && { gap: `${gap}s` }),
    ...(time !== null && { time }),
    nulls: policies.nulls,
    unseen: policies.unseen,
    dropout: String(network.dropout),
  };
}

/** Returns what the fits of the model were given of what stays, so that it can be made again from its record. */
function typedBefore(header: ModelHeader): FitArguments['typed'] {
  const names = new Set<string>([...Object.keys(valuesOf(header)), ...AS_TYPED, ...FREE]);
  return Object.fromEntries(
    Object.entries(header.training.options).filter(([name]) => names.has(name)),
  );
}

function refuseOtherTarget({ target }: FitArguments, header: ModelHeader, name: string): void {
  const old = targetField(header.target) ?? '';
  if (target === old) return;
  if (target === '') {
    throw new UserError(
      `${name} predicts ${old}, and this fit has no target: write ${old} before from, or leave init out.`,
    );
  }
  const what = old === '' ? 'has no target' : `predicts ${old}`;
  throw new UserError(
    `${name} ${what}, and this fit predicts ${target}: continue a model of the same target, or leave init out.`,
  );
}

/** @param own - what the model has, as texts of options */
function refuseOthers(
  { typed, by }: FitArguments,
  own: Partial<Record<OptionName, string | undefined>>,
  { header, name }: Pick<InitialModel, 'header' | 'name'>,
): void {
  const differing = Object.entries(typed).filter(
    ([option, value]) =>
      option in own && !isAuto(value) && !isSame(option as OptionName, value, own),
  );
  const others = differing.map(([option]) => {
    const value = own[option as OptionName];
    return value === undefined ? `no ${option}` : `${option}=${value}`;
  });
  const asked = differing.map(([option, value]) => `${option}=${value}`);
  const { by: before } = header.sequence;
  if (by.length > 0 && by.join() !== before.join()) {
    others.push(before.length === 0 ? 'no by' : `by ${before.join(', ')}`);
    asked.push(`by ${by.join(', ')}`);
  }
  if (asked.length === 0) return;
  throw new UserError(
    `A network that goes on keeps what makes it: ${name} has ${others.join(', ')}, not ${asked.join(', ')}. Leave that out, or leave init out.`,
  );
}

/** Compares what texts mean: `"64, 32"` is `64,32`. */
function isSame(
  name: OptionName,
  text: string,
  own: Partial<Record<OptionName, string | undefined>>,
): boolean {
  const { parse } = fitOptions[name];
  const value = own[name];
  return value !== undefined && JSON.stringify(parse(text)) === JSON.stringify(parse(value));
}
