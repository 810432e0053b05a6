/**
 * Makes the virtual environment of the peers, once, in `bench/.venv`.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PEERS = import.meta.dirname;
const FOLDER = join(PEERS, '..', '.venv');
const REQUIREMENTS = join(PEERS, 'requirements.txt');
/** This file is written when all is installed, and holds what was asked for. */
const STAMP = join(FOLDER, 'installed.txt');
const TORCH = 'torch==2.15.0';

export const PYTHON = join(FOLDER, 'bin', 'python');

export interface PeerEnvironment {
  readonly versions: string;
  /** Why torch cannot be measured; undefined when it can. */
  readonly torchFailure: string | undefined;
}

/** @throws Error when Python or a package cannot be had; torch may be missing */
export function preparePeers(): PeerEnvironment {
  const wanted = `${TORCH}\n${readFileSync(REQUIREMENTS, 'utf8')}`;
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== wanted) {
    console.error('Making bench/.venv: about 1 GB is downloaded.');
    rmSync(FOLDER, { recursive: true, force: true });
    run('python3', ['-m', 'venv', FOLDER]);
    pip('-r', REQUIREMENTS);
    installTorch();
    writeFileSync(STAMP, wanted);
  }
  const torchFailure = failureOf(['-c', 'import torch']);
  return { versions: versions(), torchFailure };
}

/**
 * Installs torch without the CUDA libraries, 2 GB, or with them where that fails. A failure shows when
 * torch is imported.
 */
function installTorch(): void {
  if (failureOf(['-m', 'pip', 'install', '--quiet', '--no-deps', TORCH]) !== undefined) return;
  failureOf([join(PEERS, 'cuda_stubs.py')]);
  if (failureOf(['-c', 'import torch']) !== undefined) {
    failureOf(['-m', 'pip', 'install', '--quiet', TORCH]);
  }
}

function versions(): string {
  const script =
    'import importlib.metadata as m, platform; print("Python", platform.python_version(), *(f", {d.metadata[\'Name\']} {d.version}" for d in m.distributions() if d.metadata["Name"] in ("keras", "numpy", "onnxruntime", "pandas", "scikit-learn", "splunk-sdk", "tensorflow_cpu", "torch")), sep=" ")';
  return run(PYTHON, ['-c', script]).trim().replaceAll(' ,', ',');
}

function pip(...args: readonly string[]): void {
  run(PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...args]);
}

function run(file: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(file, args, { encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${file} ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
}

/** Returns the last line that a failing Python prints; undefined when it succeeds. */
function failureOf(args: readonly string[]): string | undefined {
  try {
    run(PYTHON, args);
    return undefined;
  } catch (error) {
    return (error as Error).message.trim().split('\n').at(-1);
  }
}
