/**
 * Declares what commands need of the process; `main.ts` provides it.
 *
 * @module
 */

import type { Kernel } from '../../kernel/kernel.ts';
import type { BuiltinFactory } from '../../network/builtin-engine.ts';
import type { EngineFactory } from '../../network/engine.ts';
import type { Notice } from '../../notice.ts';
import type { Messages } from '../../protocol/messages.ts';
import { isScheduled, type SearchInfo } from '../../protocol/search-info.ts';
import type { RowKernel } from '../../results/row-kernel.ts';
import type { Limits } from '../../store/limits.ts';
import type { Log, LogFields, LogLevel } from '../../store/log.ts';
import type { Namespace } from '../../store/model-place.ts';

/**
 * The kernels by the names that messages and the log have for them: two native ones, named after their
 * instruction sets, WebAssembly and the reference, which is slow.
 */
export type KernelName = 'avx512' | 'avx2' | 'wasm' | 'reference';

/** Says which kernel engines may have. */
export interface KernelChoice {
  readonly setting: Limits['kernel'];
  /** Gets the name of the kernel of each engine. */
  readonly onKernel: (name: KernelName) => void;
}

export interface System {
  /** The version of Node.js, as `v24.1.0`. */
  readonly node: string;
  /** The operating system and the processor, as `linux x64`. */
  readonly platform: string;
  /** The kernel that computes. */
  readonly kernel: KernelName;
}

export interface Environment {
  /** This is the folder `SPLUNK_HOME`, or `''`. */
  readonly home: string;
  /** Makes engines that compute with this many threads; a run makes the choice (see run.ts). */
  readonly engineWith: (threads: number, choice?: KernelChoice) => BuiltinFactory;
  /** Makes kernels for large products outside of networks; without one they are plain TypeScript's. */
  readonly kernelWith?: (setting: KernelChoice['setting']) => Kernel;
  /** Returns what reads rows faster than TypeScript does; `undefined` where there is nothing. */
  readonly rowKernel?: () => RowKernel | undefined;
  /** Makes the engine of `engine=tensorflow`; `undefined` where this package does not carry it. */
  readonly tensorflowEngine?: EngineFactory | undefined;
  /** Returns the number of processors that this process may use. */
  readonly processors: () => number;
  /** Returns epoch milliseconds. */
  readonly now: () => number;
  /** Returns milliseconds on a clock that never goes back. */
  readonly elapsed: () => number;
  /** Lets the process handle signals, and ends it when the search process is gone. */
  readonly breathe: () => Promise<void>;
  /**
   * Does what `breathe` does, and ends the process when the input ended some time ago, as it does in a
   * cancelled search.
   */
  readonly breatheInFit: () => Promise<void>;
  /** Tells whether a file exists. */
  readonly exists: (path: string) => boolean;
  /** Returns the memory that the process holds. */
  readonly residentBytes: () => number;
  /** Returns the largest memory that the process has held. */
  readonly peakBytes: () => number;
  /**
   * Returns for how many seconds a process has run: NaN where that is not known, `undefined` where there is
   * no such process.
   */
  readonly ageOf: (pid: number) => number | undefined;
  /** Describes what the process runs on, under a setting of the kernel. */
  readonly system: (kernel?: Limits['kernel']) => System;
  /** Calls `work` when the process ends in any way but by being killed. */
  readonly onExit: (work: () => void) => void;
  /** Opens the log of a search; lines of the process itself go there too from then on. */
  readonly logFor: (home: string, common: LogFields, level: LogLevel) => Log;
}

/** The path of the dispatch folder is `$SPLUNK_HOME/var/run/splunk/dispatch/<sid>`. */
const DISPATCH = /^(.*)[/\\]var[/\\]run[/\\]splunk[/\\]dispatch[/\\]/s;

/** Returns `SPLUNK_HOME`, derived from the dispatch folder where the environment lacks it. */
export function splunkHome({ home }: Environment, { dispatchDir }: SearchInfo): string {
  return home === '' ? (DISPATCH.exec(dispatchDir)?.[1] ?? '') : home;
}

/** Returns the user and the app of a search. */
export function namespaceOf(environment: Environment, info: SearchInfo): Namespace {
  const { splunkdUri: uri, sessionKey, username, app } = info;
  const home = splunkHome(environment, info);
  return { uri, sessionKey, username, app, home, isScheduled: isScheduled(info) };
}

export function tell(messages: Messages, notices: readonly Notice[]): void {
  for (const { level, text, isResult, isVerdict } of notices) {
    if (isVerdict) messages.verdict(text, level);
    else if (level === 'WARN') messages.warn(text);
    else if (isResult) messages.result(text);
    else messages.info(text);
  }
}
