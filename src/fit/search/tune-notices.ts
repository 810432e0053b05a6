/**
 * Says what trying settings came to.
 *
 * @module
 */

import { short } from '../../errors.ts';
import { counted, type Notice } from '../../notice.ts';
import { settingText } from './settings.ts';
import type { TriedSetting, Tuning } from './tune.ts';

/** @param own - the text of the setting that the fit would have without `tune` */
export function tuneNotices(tuning: Tuning, own: string): Notice[] {
  return [...bestNotices(tuning, own), ...missingNotices(tuning)];
}

function bestNotices({ tried, rounds, stoppedIn }: Tuning, own: string): Notice[] {
  const [best, ...others] = tried;
  if (best === undefined || stoppedIn === 1) return [];
  const name = settingText(best.setting);
  const isOwn = name === own;
  const rest = isOwn ? others[0] : others.find(({ setting }) => settingText(setting) === own);
  const told = `tune tried ${counted(tried.length, 'setting')} in ${counted(rounds, 'round')}: ${name} is the best${isOwn ? ', as without tune' : ''}, with a validation loss of ${lossText(best)}`;
  const what = isOwn ? 'the next' : `${own}, as without tune,`;
  const beside = rest === undefined ? '' : `; ${what} ${placeText(rest, best)}`;
  const text = `${told}${beside}. output=tune lists them.`;
  return [{ level: 'INFO', text, isResult: true }];
}

/** Losses of two rounds are of other rows, so that only those of one round stand side by side. */
function placeText(other: TriedSetting, best: TriedSetting): string {
  if (Number.isNaN(other.valLoss)) return 'has none';
  if (other.round === best.round) return `has ${lossText(other)} in round ${other.round}`;
  return `was left behind in round ${other.round} (losses compare within a round only)`;
}

function lossText({ valLoss }: TriedSetting): string {
  return Number.isNaN(valLoss) ? 'none' : short(valLoss);
}

function missingNotices({ tried, stoppedIn }: Tuning): Notice[] {
  const failed = tried.filter(({ status }) => status === 'failed');
  const cut = tried.filter(({ status }) => status === 'cut').length;
  const [first] = failed;
  const texts = [
    ...(first?.reason === undefined
      ? []
      : [
          `${failed.length} of ${tried.length} settings of tune could not be fitted, the first because: ${first.reason}`,
        ]),
    ...(cut > 0
      ? [
          `${cut} of ${tried.length} settings of tune were stopped early, as all of them have half of max_time: another run may choose otherwise. Raise max_time, or try fewer.`,
        ]
      : []),
    ...(stoppedIn === undefined
      ? []
      : [`tune was stopped in round ${stoppedIn}, which therefore chose nothing.`]),
  ];
  return texts.map((text) => ({ level: 'WARN', text }));
}
