/**
 * Runs `export FILE --to FORMAT`, which reads a model file and writes one for another framework.
 *
 * @module
 */

import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { thousands, UserError } from '../../src/errors.ts';
import { decodeModel } from '../../src/store/model-file.ts';
import type { NamedModel } from './export-metadata.ts';
import { kerasArchive } from './keras/keras-archive.ts';
import { onnxModel } from './onnx/onnx-model.ts';

const FORMATS: Readonly<Record<string, (model: NamedModel) => Uint8Array | Promise<Uint8Array>>> = {
  keras: kerasArchive,
  onnx: onnxModel,
};

interface ExportArguments {
  readonly file: string;
  readonly to: string;
  readonly version: number | undefined;
  readonly out: string | undefined;
}

/**
 * @returns a line that says what was written
 * @throws UserError on wrong arguments, or a file that is no model
 */
export async function exportFile(args: readonly string[], usage: string): Promise<string> {
  const { file, to, version, out } = readArguments(args, usage);
  const write = Object.hasOwn(FORMATS, to) ? FORMATS[to] : undefined;
  if (write === undefined) {
    const known = Object.keys(FORMATS).join(' or ');
    throw new UserError(`Invalid value for --to: must be ${known}, got "${to}"`);
  }
  const model = await readModel(file, version);
  refuseSeries(model);
  const bytes = await write(model);
  const path = out ?? `${model.name}-${model.version}.${to}`;
  await writeFile(path, bytes).catch((cause: unknown) => {
    throw new UserError(`${path} cannot be written (${codeOf(cause)}): choose another --out.`, {
      cause,
    });
  });
  const kilobytes = thousands(Math.ceil(bytes.length / 1000));
  return `Model ${model.name}, version ${model.version}, written to ${path}, ${kilobytes} kB.`;
}

/** @throws UserError for forecasts that read more of a series than the window, or scale this */
function refuseSeries({ header }: NamedModel): void {
  if (header.mode !== 'forecast') return;
  const { target, encoder, network } = header;
  if (target.windowScale !== undefined) {
    throw new UserError(
      'This forecast scales each window by its own spread, which an exported network cannot: fit a model for entities of one size, or use lstmscore.',
    );
  }
  const { season, ahead } = encoder.kind === 'features' ? encoder : {};
  const readsLevels = network.wide !== undefined && network.wide.dense > 3 * network.features;
  if (season === undefined && ahead === undefined && !readsLevels) return;
  throw new UserError(
    'This forecast reads rows one season before, rows to come, or each value of the window beside the LSTM, which an exported network does not: fit it with time_features=none wide=false and without future_fields, or use lstmscore.',
  );
}

function readArguments(args: readonly string[], usage: string): ExportArguments {
  const { values, positionals } = parse(args, usage);
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) {
    throw new UserError(`export takes one file, got ${positionals.length}: ${usage}`);
  }
  if (values.to === undefined) throw new UserError(`--to is missing: ${usage}`);
  return { file, to: values.to, version: readVersion(values.version), out: values.out };
}

function parse(args: readonly string[], usage: string) {
  try {
    const options = {
      to: { type: 'string' },
      version: { type: 'string' },
      out: { type: 'string' },
    } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    throw new UserError(`${(cause as Error).message} Usage: ${usage}`, { cause });
  }
}

function readVersion(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const version = Number(text);
  if (Number.isSafeInteger(version) && version >= 1) return version;
  throw new UserError(`Invalid value for --version: must be a positive integer, got "${text}"`);
}

async function readModel(file: string, version: number | undefined): Promise<NamedModel> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new UserError(
      `The model file ${file} cannot be read (${codeOf(cause)}): it lies in the folder lookups of the app or user that saved it, under $SPLUNK_HOME/etc.`,
      { cause },
    );
  });
  const name = modelName(file);
  return { name, ...decodeModel(bytes, name, version) };
}

/** Returns `ddos` for `__lstm_ddos.mlmodel`, and also for copies with names of their own. */
function modelName(file: string): string {
  return basename(file)
    .replace(/^__lstm_/, '')
    .replace(/\.mlmodel$/, '');
}

function codeOf(cause: unknown): string {
  const { code, message } = cause as { code?: string; message?: string };
  return code ?? String(message);
}
