/**
 * Writes the conf files that describe the commands, from the table that drives parsing.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/Admin/Commandsconf
 * @see https://docs.splunk.com/Documentation/Splunk/latest/Admin/Searchbnfconf
 */

/** The width of a line of a long value, without its indent and the marks at its end. */
const lineWidth = 90;

/** Writes `default/commands.conf`, which says how splunkd starts the commands. */
export function commandsConf(commands) {
  const stanzas = commands.map(({ name, isRisky }) =>
    stanza(name, [
      ['chunked', 'true'],
      ['filename', `${name}.sh`],
      ['is_risky', String(isRisky)],
    ]),
  );
  return stanzas.join('\n');
}

/** Writes `default/searchbnf.conf`, which says what the search bar shows while a command is typed. */
export function searchbnfConf(commands) {
  return commands.flatMap((command) => [commandStanza(command), optionsStanza(command)]).join('\n');
}

function commandStanza(command) {
  const { name, syntax, shortdesc, description, examples, tags, related } = command;
  const grammar = grammarOf(syntax);
  return stanza(`${name}-command`, [
    ['syntax', grammar.replace('(<option>=<value>)*', `(<${name}-options>)*`)],
    ['simplesyntax', grammar],
    ['shortdesc', shortdesc],
    ['description', description],
    ...examples.flatMap(({ example, comment }, index) => [
      [`example${index + 1}`, example],
      [`comment${index + 1}`, comment],
    ]),
    ['usage', 'public'],
    ['tags', tags.join(' ')],
    ['related', related.join(' ')],
  ]);
}

function optionsStanza({ name, options }) {
  const syntax = options.map((option) => `(${option.name}=${valueGrammar(option.syntax)})`);
  return stanza(`${name}-options`, [
    ['syntax', syntax.join(' | ')],
    ['description', ['Options:', ...options.map(describeOption)]],
  ]);
}

/** Puts alternatives in brackets, because they would otherwise end the option. */
function valueGrammar(syntax) {
  const grammar = grammarOf(syntax);
  return grammar.includes('|') ? `(${grammar})` : grammar;
}

/**
 * Writes the notation of documents, `[optional]` and `<repeated>...`, in the grammar of searchbnf.conf:
 * `(optional)?` and `(<repeated>)+`.
 */
function grammarOf(syntax) {
  let grammar = syntax
    .replace(/\[([^[\]]*)\]\.\.\./g, '($1)*')
    .replace(/(<\w+>(?::<\w+>)?),\.\.\./g, '$1(,$1)*')
    .replace(/(<\w+>)\.\.\./g, '($1)+');
  while (grammar.includes('[')) grammar = grammar.replace(/\[([^[\]]*)\]/g, '($1)?');
  return grammar;
}

function describeOption({ name, allowed, default: value, help }) {
  const ending = value === undefined ? '' : ` Default: "${value}".`;
  return `"${name}": ${sentence(help)} Must be ${sentence(allowed)}${ending}`;
}

function sentence(text) {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/**
 * @param settings - pairs of key and value; a value that is a list is shown with one item in each line, a
 *   blank line in a text starts a paragraph, and a setting with an empty text is left out
 */
function stanza(name, settings) {
  const lines = settings.filter(([, value]) => value !== '').map(settingLine);
  return `[${name}]\n${lines.join('')}`;
}

/** Writes a setting; long values go on in the next line after a backslash. */
function settingLine([key, value]) {
  // On the screen \i\ at the end of a line begins a new line, and \p\ a new paragraph.
  const isList = Array.isArray(value);
  const parts = isList ? value : value.split(/\n\s*\n/);
  const text = parts
    .map((part) => wrap(part).join(' \\\n    '))
    .join(isList ? ' \\i\\\n    ' : ' \\p\\\n    ');
  return text.includes('\n') ? `${key} = \\\n    ${text}\n` : `${key} = ${text}\n`;
}

/** Breaks a text between words; only a word that is longer makes a line longer. */
function wrap(text) {
  const lines = [''];
  for (const word of text.trim().split(/\s+/)) {
    const line = lines.at(-1) === '' ? word : `${lines.at(-1)} ${word}`;
    if (line === word || line.length <= lineWidth) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}
