/**
 * Reads Splunk's conf files, which are stanzas of settings.
 *
 * @module
 */

/** Returns the settings by stanza; a line that ends in a backslash goes on in the next line. */
export function parseConf(text: string): Map<string, Map<string, string>> {
  const stanzas = new Map<string, Map<string, string>>();
  let keys = new Map<string, string>();
  for (const line of text.matchAll(/(?:\\\r?\n|.)+/g)) {
    const joined = line[0].replace(/\\\r?\n/g, '\n');
    const stanza = /^\s*\[(.*)\]\s*$/.exec(joined)?.[1];
    const setting = /^\s*([^#=\s][^=]*?)\s*=\s*([\s\S]*?)\s*$/.exec(joined);
    if (stanza !== undefined) {
      keys = stanzas.get(stanza) ?? new Map();
      stanzas.set(stanza, keys);
    } else if (setting !== null) keys.set(setting[1] ?? '', setting[2] ?? '');
  }
  return stanzas;
}
