/**
 * Writes the page of the app's settings, from the table that drives parsing.
 */
import type { Setting } from '../src/store/settings.ts';
import { escapeCell } from './option-reference.ts';

const INTRODUCTION = `# Settings

<!-- Written by "npm run generate" from src/store/settings.ts: change it there. -->

Administrators (roles \`admin\` and \`sc_admin\`) limit every search in
\`$SPLUNK_HOME/etc/apps/lstm_toolkit/local/lstm_toolkit.conf\`, in its one stanza:

\`\`\`conf
[STANZA]
max_fit_time = 300
\`\`\`

or through REST, at \`servicesNS/nobody/lstm_toolkit/configs/conf-lstm_toolkit/STANZA\`, which holds at
once; after a change by hand splunkd must read its files again (\`/debug/refresh\`, or a restart). A
search head cluster replicates what comes through REST.

A search reads the settings when it runs. Its options can only tighten a limit: one that asks for more
is refused, with the name of the setting. Where splunkd does not give the settings, \`lstmfit\` refuses,
and \`lstmscore\` goes on with the defaults below, but without native code, and says so. A value out of range stops both.
`;

/** Writes the page `docs/settings.md`, in Markdown. */
export function settingsReference(
  stanza: string,
  settings: Readonly<Record<string, Setting<unknown>>>,
): string {
  const rows = Object.entries(settings).map(([name, { allowed, default: value, help }]) => {
    const cells = [`\`${name}\``, allowed, value === '' ? '' : `\`${value}\``, help];
    return `| ${cells.map(escapeCell).join(' | ')} |`;
  });
  const head = ['| Setting | Value | Default | Meaning |', '|---|---|---|---|'];
  return `${[INTRODUCTION.replaceAll('STANZA', stanza), ...head, ...rows].join('\n')}\n`;
}
