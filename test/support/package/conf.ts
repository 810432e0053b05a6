/** The settings of one stanza of a conf file. */
export type Stanza = Readonly<Record<string, string>>;

/** Reads a Splunk conf file; lines that a backslash continues are joined with a line break. */
export function parseConf(text: string): Map<string, Stanza> {
  const stanzas = new Map<string, Record<string, string>>();
  let current: Record<string, string> = {};
  for (const line of text.replaceAll('\\\n', '\0').split('\n')) {
    const { stanza, key, value } = readLine(line.replaceAll('\0', '\n'));
    if (stanza !== undefined) {
      if (stanzas.has(stanza)) throw new Error(`Stanza [${stanza}] occurs twice`);
      current = {};
      stanzas.set(stanza, current);
    }
    if (key !== undefined && value !== undefined) current[key] = value.trim();
  }
  return stanzas;
}

function readLine(line: string): { stanza?: string; key?: string; value?: string } {
  if (/^\s*(#|$)/.test(line)) return {};
  const match = /^\[(?<stanza>.*)\]$|^(?<key>[^=\s]+)\s*=\s*(?<value>.*)$/s.exec(line);
  if (!match?.groups) throw new Error(`Neither stanza nor setting nor comment: ${line}`);
  return match.groups;
}
