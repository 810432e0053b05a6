/**
 * Lists the fits of this search head that run now and lately: `lstmmodels show=fits`. Everyone sees the own
 * ones; those who may write the app see all.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import type { Messages } from '../../protocol/messages.ts';
import type { SearchInfo } from '../../protocol/search-info.ts';
import type { LogLevel } from '../../store/log.ts';
import { type LoggedFit, readLoggedFits } from '../../store/logged-fits.ts';
import type { ModelRef } from '../../store/model-place.ts';
import { mayWriteApp } from '../../store/rights.ts';
import { Splunkd } from '../../store/splunkd.ts';
import { type Environment, namespaceOf, splunkHome } from '../run/environment.ts';
import type { TableRecord } from '../tables/record-table.ts';
import { epochRecord, fitRecord, type KnownFit, known } from './fits-table.ts';

/** The list shows at most this many fits, the newest. */
const MOST_FITS = 1000;

const APP = 'lstm_toolkit';

/**
 * Stands for the sid of the newest fit that the user may see and that runs or has an epoch, for pages that
 * show it unasked.
 */
const NEWEST = 'newest';

export interface AskedFits {
  /** The fits into this model only. */
  readonly model: ModelRef | undefined;
  /** The epochs of the fits of this search, or of the newest fit. */
  readonly sid: string | undefined;
}

export interface FitsContext {
  readonly environment: Environment;
  readonly info: SearchInfo;
  readonly messages: Messages;
}

/** @param level - what the log gets */
export async function fitRecords(
  asked: AskedFits,
  context: FitsContext,
  level: LogLevel,
): Promise<TableRecord[]> {
  const { environment, messages } = context;
  if (level !== 'INFO') {
    messages.warn(
      `log_level=${level} in lstm_toolkit.conf keeps what fits do out of the log: only those that were logged are here. Ask an administrator for log_level=INFO.`,
    );
  }
  const matching = (await readableFits(context)).filter(({ fit }) => isAsked(fit, asked));
  const fits = asked.sid === NEWEST ? matching.filter(isShown).slice(0, 1) : matching;
  if (fits.length === 0) {
    messages.info(`The log of this search head has no ${textOf(asked)}: start one with | lstmfit.`);
  }
  if (asked.sid !== undefined) {
    return fits.flatMap(({ fit }) => fit.done.map((epoch) => epochRecord(fit, epoch)));
  }
  if (fits.length > MOST_FITS) {
    messages.info(`Only the newest ${MOST_FITS} of ${fits.length} fits are listed.`);
  }
  return fits.slice(0, MOST_FITS).map((one) => fitRecord(one, environment.now()));
}

/**
 * Returns the fits that the user may see, the newest first.
 *
 * @throws UserError when the log cannot be read
 */
export async function readableFits({ environment, info }: FitsContext): Promise<KnownFit[]> {
  const home = splunkHome(environment, info);
  const [fits, isForAll] = await Promise.all([
    home === '' ? [] : readLoggedFits(home).catch(refuseUnreadable),
    mayWriteApp(new Splunkd(namespaceOf(environment, info)), APP),
  ]);
  const { ageOf } = environment;
  const now = environment.now();
  return fits
    .filter(({ user }) => isForAll || user === info.username)
    .map((fit) => known(fit, { now, ageOf }))
    .toSorted((a, b) => b.fit.started - a.fit.started);
}

function refuseUnreadable(cause: { code?: string; message: string }): never {
  throw new UserError(
    `The log of this app, lstm_toolkit.log in var/log/splunk, cannot be read (${cause.code ?? cause.message}): ask an administrator to make it readable for Splunk's account.`,
    { cause },
  );
}

function isAsked({ model, sid }: LoggedFit, asked: AskedFits): boolean {
  if (asked.sid !== undefined && asked.sid !== NEWEST && asked.sid !== sid) return false;
  return asked.model === undefined || isInto(model, asked.model);
}

function isShown({ fit, outcome }: KnownFit): boolean {
  return outcome === 'running' || fit.done.length > 0;
}

/** A fit without a scope in its model is into a private model. */
function isInto(model: string | undefined, { scope, name }: ModelRef): boolean {
  const isShared = model === `app:${name}`;
  const isPrivate = model === name || model === `user:${name}`;
  if (scope === undefined) return isShared || isPrivate;
  return scope === 'app' ? isShared : isPrivate;
}

function textOf({ model, sid }: AskedFits): string {
  const into = model === undefined ? '' : ` into ${model.name}`;
  return sid === undefined || sid === NEWEST
    ? `fit${into} that you may see`
    : `fit${into} of the search ${sid}`;
}
