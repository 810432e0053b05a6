/** Compiles Splunk's wildcard: `*` stands for any text, everything else for itself. */
export function globPattern(glob: string, flags = ''): RegExp {
  const literal = glob.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, `s${flags}`);
}

/** Returns the fields that one name or glob stands for; a name stands for itself even where it is absent. */
export function expandGlob(glob: string, fields: readonly string[]): readonly string[] {
  if (!glob.includes('*')) return [glob];
  const pattern = globPattern(glob);
  return fields.filter((field) => pattern.test(field));
}

/** Returns the fields that a list of names and globs stands for, each once, in the list's order. */
export function expandGlobs(globs: readonly string[], fields: readonly string[]): string[] {
  return [...new Set(globs.flatMap((glob) => expandGlob(glob, fields)))];
}
