/**
 * Supervises one run of a command: what administrators allow it, and the line that the log gets when it
 * is over.
 *
 * @module
 */

import type { Plan } from '../../protocol/dialogue.ts';
import { isParseTime, refuseWithoutRest, type SearchInfo } from '../../protocol/search-info.ts';
import type { RowKernel } from '../../results/row-kernel.ts';
import { type Limits, readLimits, UNREAD_LIMITS, UnreadableLimits } from '../../store/limits.ts';
import { Log, type LogFields } from '../../store/log.ts';
import { ModelWriter } from '../../store/model-writer.ts';
import { Splunkd } from '../../store/splunkd.ts';
import {
  type Environment,
  type KernelChoice,
  type KernelName,
  namespaceOf,
  splunkHome,
} from './environment.ts';
import { guardMemory } from './memory-guard.ts';
import { fileLimitsOf } from './within-limit.ts';

/** The reason that the log has for WebAssembly where splunkd does not give the settings. */
const UNREAD = 'The settings cannot be read, and may forbid native code.';

type Outcome = 'ok' | 'error' | 'cancelled';

interface RunOptions {
  readonly command: string;
  /** The limits that the app ships are used where splunkd does not give any, if it is true. */
  readonly mayUseShipped: boolean;
}

export class Run {
  /**
   * The process, in which taking more memory than allowed ends the search, and the kernel is as
   * administrators want it.
   */
  readonly environment: Environment;
  readonly #info: SearchInfo;
  readonly #options: RunOptions;
  #reading: Promise<Limits> | undefined;
  /** The limits, which are the app's own until splunkd has given the settings. */
  #limits = UNREAD_LIMITS;
  #log = new Log('', {});
  #hasBegun = false;
  #facts: LogFields = {};
  #rows = 0;
  #started = 0;
  #isOver = false;
  #kernel: KernelName | undefined;

  constructor(environment: Environment, info: SearchInfo, options: RunOptions) {
    this.environment = {
      ...guardMemory(environment, () => this.#limits.max_memory_mb),
      engineWith: (threads) => environment.engineWith(threads, this.#kernelChoice()),
      system: () => environment.system(this.#limits.kernel),
    };
    this.#info = info;
    this.#options = options;
  }

  /** The reason why splunkd did not give the limits, where those that the app ships are used instead. */
  unreadable: string | undefined;

  /**
   * Returns what administrators allow; splunkd is asked once.
   *
   * @throws UserError when splunkd does not say, or a setting is out of range
   */
  async limits(): Promise<Limits> {
    this.#reading ??= this.#readLimits();
    return await this.#reading;
  }

  /**
   * Returns what begins the run while splunkd collects the rows: it asks for the limits, and loads a program
   * while splunkd answers. A search that is only parsed begins nothing.
   *
   * @param load - names a function of the program that rows need
   */
  preparation(load: () => unknown): (() => void) | undefined {
    if (isParseTime(this.#info)) return undefined;
    const prepare = async (): Promise<void> => {
      refuseWithoutRest(this.#info);
      this.limits().catch(() => undefined);
      await new Promise((resolve) => setImmediate(resolve));
      load();
    };
    // Whoever needs what is missing gets the error.
    return () => void prepare().catch(() => undefined);
  }

  /**
   * Returns what reads rows faster than TypeScript does, where administrators allow the native kernel. The
   * caller that needs the limits gets the error where they cannot be read.
   */
  async rowKernel(): Promise<RowKernel | undefined> {
    const { kernel } = await this.limits().catch(() => ({ kernel: 'wasm' }));
    return kernel === 'auto' ? this.environment.rowKernel?.() : undefined;
  }

  /** Adds facts to the line that the log gets at the end. */
  note(facts: LogFields): void {
    this.#facts = { ...this.#facts, ...facts };
  }

  /** Returns the name of the kernel of the last engine of the app that was made. */
  get kernel(): KernelName | undefined {
    return this.#kernel;
  }

  /** Returns the log, which is open from the first rows on. */
  get log(): Log {
    return this.#log;
  }

  /** Returns an object that changes models within the limits. */
  async writer(): Promise<ModelWriter> {
    const limits = await this.limits();
    const namespace = namespaceOf(this.environment, this.#info);
    return new ModelWriter(namespace, this.#log, fileLimitsOf(limits));
  }

  /**
   * Wraps `execute`: the first request begins the run, the last one or an error ends it.
   *
   * @param onBegin - is called once the run has begun, and it is known what the log gets
   */
  supervise(execute: Plan['execute'], onBegin?: () => void): Plan['execute'] {
    return async (request) => {
      const isFirst = !this.#hasBegun;
      if (isFirst) this.#begin();
      this.#rows += request.block?.rowCount ?? 0;
      try {
        refuseWithoutRest(this.#info);
        // The caller that needs the limits gets the error.
        this.limits().then(isFirst ? onBegin : undefined, () => undefined);
        const body = await execute(request);
        if (request.isFinal) this.#end('ok');
        return body;
      } catch (error) {
        this.#end('error');
        throw error;
      }
    };
  }

  /** The line of the log names the kernel. */
  #kernelChoice(): KernelChoice {
    const onKernel = (kernel: KernelName): void => {
      if (this.#kernel === undefined && this.unreadable !== undefined) {
        this.#log.write('INFO', 'wasm kernel', { reason: UNREAD });
      }
      this.#kernel = kernel;
      this.note({ kernel });
    };
    return { setting: this.#limits.kernel, onKernel };
  }

  #begin(): void {
    this.#hasBegun = true;
    this.#started = this.environment.elapsed();
    this.#openLog();
    this.environment.onExit(() => this.#end('cancelled'));
  }

  #openLog(): void {
    const { environment } = this;
    const { sid, app, username: user } = this.#info;
    const common = { command: this.#options.command, sid, app, user };
    const home = splunkHome(environment, this.#info);
    this.#log = environment.logFor(home, common, this.#limits.log_level);
  }

  async #readLimits(): Promise<Limits> {
    const splunkd = new Splunkd(namespaceOf(this.environment, this.#info));
    try {
      this.#limits = await readLimits((path) => splunkd.get(path));
      this.#openLog();
    } catch (error) {
      if (!(error instanceof UnreadableLimits && this.#options.mayUseShipped)) throw error;
      this.unreadable = error.message;
    }
    return this.#limits;
  }

  #end(outcome: Outcome): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { elapsed, peakBytes } = this.environment;
    this.#log.write(outcome === 'error' ? 'WARN' : 'INFO', 'run', {
      ...this.#facts,
      rows: this.#rows,
      seconds: Math.round(elapsed() - this.#started) / 1000,
      memory_mb: Math.ceil(peakBytes() / 2 ** 20),
      outcome,
    });
  }
}
