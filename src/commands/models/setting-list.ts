/**
 * Lists the settings of `lstm_toolkit.conf` with the values that hold now: `lstmmodels show=settings`.
 *
 * @module
 */

import { suggestion } from '../../nearest.ts';
import { oneLine } from '../../store/foreign-text.ts';
import { readStanza, settingText, UnreadableLimits } from '../../store/limits.ts';
import { type Setting, STANZA, settings } from '../../store/settings.ts';
import { Splunkd } from '../../store/splunkd.ts';
import { namespaceOf } from '../run/environment.ts';
import type { TableRecord } from '../tables/record-table.ts';
import type { FitsContext } from './fit-list.ts';

type Stanza = Readonly<Record<string, unknown>>;

/** splunkd adds these keys to every stanza. */
const OF_SPLUNKD = /^(?:disabled|eai:.*)$/;

export async function settingRecords(context: FitsContext): Promise<TableRecord[]> {
  const stanza = await stanzaOf(context);
  const known = Object.entries(settings as Readonly<Record<string, Setting<unknown>>>);
  warnUnknown(stanza, context);
  return known.map(([name, setting]) => {
    const value = oneLine(settingText(stanza[name] ?? setting.default));
    if (setting.parse(value) === undefined) {
      const text = `${name} in [${STANZA}] of lstm_toolkit.conf must be ${setting.allowed}, and is "${value}": commands are refused until it is corrected.`;
      context.messages.warn(text);
    }
    return {
      setting: name,
      value,
      default: setting.default,
      source: value === setting.default ? 'default' : `[${STANZA}] of lstm_toolkit.conf`,
      range: setting.allowed,
      meaning: setting.help,
      line: `${name} = ${value}`,
    };
  });
}

/** Returns what splunkd gives; nothing, with a warning, where it gives none and the defaults stand in. */
async function stanzaOf({ environment, info, messages }: FitsContext): Promise<Stanza> {
  const splunkd = new Splunkd(namespaceOf(environment, info));
  try {
    return await readStanza((path) => splunkd.get(path));
  } catch (error) {
    if (!(error instanceof UnreadableLimits)) throw error;
    messages.warn(`${error.message} These are the defaults.`);
    return {};
  }
}

function warnUnknown(stanza: Stanza, { messages }: FitsContext): void {
  for (const key of Object.keys(stanza)) {
    if (Object.hasOwn(settings, key) || OF_SPLUNKD.test(key)) continue;
    const name = oneLine(key);
    messages.warn(
      `${name} in [${STANZA}] of lstm_toolkit.conf is no setting.${suggestion(name, Object.keys(settings))}`,
    );
  }
}
