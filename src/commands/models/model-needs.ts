/**
 * Says why a model should be looked at: it means little, was not trained when it was due, its last fit
 * failed, or rows have drifted.
 *
 * @module
 */

import { gain } from '../../evaluate/figures.ts';
import type { ModelHeader } from '../../model/header.ts';
import { type LoggedDrift, readLoggedDrift } from '../../store/logged-drift.ts';
import type { FoundModel } from '../../store/model-place.ts';
import { createdOf, type VersionRow } from '../../store/version-rows.ts';
import { splunkHome } from '../run/environment.ts';
import { type FitsContext, readableFits } from './fit-list.ts';
import type { KnownFit } from './fits-table.ts';
import { ageText } from './in-words.ts';
import type { ListedModel } from './model-list.ts';

/** What the log of this search head says of models, as far as the user may see it. */
export interface LoggedFacts {
  /** The newest first. */
  readonly fits: readonly KnownFit[];
  readonly drifts: readonly LoggedDrift[];
}

/** A list of models needs no log: where it cannot be read, nothing is known from it. */
export async function loggedFacts(context: FitsContext): Promise<LoggedFacts> {
  const { environment, info } = context;
  const home = splunkHome(environment, info);
  const isOwn = ({ user }: LoggedDrift): boolean => user === info.username;
  const [fits, drifts] = await Promise.all([
    readableFits(context).catch(() => []),
    home === '' ? [] : readLoggedDrift(home, isOwn).catch(() => []),
  ]);
  return { fits, drifts };
}

/** Returns the reasons in one text, which is empty where all is well. */
export function needsOf(
  { found, rows, shown }: ListedModel,
  { fits, drifts }: LoggedFacts,
  nowMs: number,
): string {
  if (shown === undefined) return 'its file cannot be used';
  const { header, version } = shown;
  const last = fits.find((one) => one.outcome !== 'running' && isOf(one, found));
  const hasFailed = last !== undefined && ['error', 'lost'].includes(last.outcome);
  const hasDrifted = drifts.some(
    (one) =>
      one.model === found.name &&
      one.app === found.app &&
      one.version === version &&
      Number(one.drifted) > 0,
  );
  const reasons = [
    valueNeed(header),
    hasFailed ? `its last fit failed: ${last.outcome}` : '',
    hasDrifted ? 'rows have drifted: train it again' : '',
    staleNeed(rows, nowMs),
  ];
  return reasons.filter((reason) => reason !== '').join('; ');
}

function valueNeed({ training }: ModelHeader): string {
  const { doubt, baseline, testMetrics, metrics } = training;
  if (doubt === 'chance') return 'no better than chance';
  if (doubt === 'false positives') return 'most of its alerts are false';
  const { by = 'f1' } = baseline;
  const isAsGood = gain(by, testMetrics ?? metrics, baseline.metrics) <= 0;
  return isAsGood ? `no better than ${baseline.name}` : '';
}

/** A model is stale when it is older than this many of the usual pauses between its fits. */
const MANY_PAUSES = 2;

/** Versions that come faster than this are of someone who tries things, not of a schedule. */
const LEAST_PAUSE_SECONDS = 3600;

/** A schedule shows in the pauses between the versions of a model, of which there must be three. */
function staleNeed(rows: readonly VersionRow[], nowMs: number): string {
  const times = rows
    .map((row) => Date.parse(createdOf(row)) / 1000)
    .filter((time) => !Number.isNaN(time))
    .toSorted((a, b) => b - a);
  const [newest = Number.NaN] = times;
  if (times.length < 3) return '';
  const pauses = times.slice(1).map((time, at) => (times[at] as number) - time);
  const longest = Math.max(...pauses);
  const age = nowMs / 1000 - newest;
  if (longest < LEAST_PAUSE_SECONDS || age <= MANY_PAUSES * longest) return '';
  return `not trained for ${ageText(age)}, before at least every ${ageText(longest)}`;
}

function isOf({ fit }: KnownFit, found: FoundModel): boolean {
  if (fit.app !== found.app) return false;
  if (found.sharing !== 'user') return fit.model === `app:${found.name}`;
  const isPrivate = fit.model === found.name || fit.model === `user:${found.name}`;
  return isPrivate && fit.user === found.owner;
}
