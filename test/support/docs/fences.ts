/**
 * Finds the fenced blocks of a document, and the searches and outputs that it shows.
 *
 * - In a block of `spl` a line that begins at the left begins a search; indented lines go on with it.
 * - A block of `text` that follows with nothing between is the output of the last search before it.
 * - `<!-- not run: REASON -->` before a block says that its searches cannot run here.
 * - In a block of `conf` what follows `search = ` is a search.
 * - Code within a sentence is a search where it begins with `… |`, or with a command of the app, which has arguments.
 *
 * @module
 */

/** A fenced block. */
export interface Fence {
  /** What stands behind the three backquotes: `spl`, `text`, `sh`. */
  readonly language: string;
  /** The lines, without the indentation of the fence. */
  readonly text: string;
  /** The line of the opening fence, from 1. */
  readonly line: number;
  /** Why its searches are not run; undefined for a block that is. */
  readonly reason: string | undefined;
  /** Whether nothing but blank lines stands between the block before and this one. */
  readonly followsFence: boolean;
}

/** A search that a document shows. */
export interface ShownSearch {
  readonly search: string;
  /** Where it stands, from 1. */
  readonly line: number;
  /** The output that the document shows; undefined where it shows none. */
  readonly output: string | undefined;
  readonly reason: string | undefined;
}

const FENCE = /^( *)```(\w*)\n(.*?)^\1```$/gms;
const REASON = /<!-- not run: ([^>]+) -->\s*$/;

/** Returns the fenced blocks of a document in Markdown. */
export function fencesOf(markdown: string): Fence[] {
  let end = 0;
  return [...markdown.matchAll(FENCE)].map((found) => {
    const [whole, indent = '', language = '', body = ''] = found;
    const between = markdown.slice(end, found.index);
    const followsFence = end > 0 && between.trim() === '';
    end = found.index + whole.length;
    const text = body.replaceAll(new RegExp(`^${indent}`, 'gm'), '').trimEnd();
    const reason = REASON.exec(between)?.[1];
    return { language, text, line: lineAt(markdown, found.index), reason, followsFence };
  });
}

/** Returns the searches of a document, in its order. */
export function searchesOf(markdown: string): ShownSearch[] {
  return [...fencedSearches(markdown), ...codeSearches(markdown)].toSorted(
    (left, right) => left.line - right.line,
  );
}

function fencedSearches(markdown: string): ShownSearch[] {
  const fences = fencesOf(markdown);
  return fences.flatMap(({ language, text, line, reason }, at) => {
    const place = { line: line + 1, output: undefined, reason };
    if (language === 'conf') {
      return [...text.matchAll(/^search = (.+)$/gm)].map(([, search = '']) => ({
        search,
        ...place,
      }));
    }
    if (language !== 'spl') return [];
    const next = fences[at + 1];
    const output = next?.language === 'text' && next.followsFence ? next.text : undefined;
    const searches = splitSearches(text);
    return searches.map((search, order) => {
      const isLast = order === searches.length - 1;
      return { search, ...place, output: isLast ? output : undefined };
    });
  });
}

/** Splits a block before each line that begins at the left. */
function splitSearches(text: string): string[] {
  return text
    .split(/\n(?=\S)/)
    .map((search) => search.trimEnd())
    .filter((search) => search !== '');
}

const CODE = /(`+)(.+?)\1(?!`)/g;
const IS_SEARCH =
  /^(?:… \| |lstmfit .*\binto \S|lstmscore [\w:]+(?= |$)|index=\w+ .*\| lstm|\| ?(?:lstmfit|lstmscore|lstmmodels|lstmmanage|inputlookup|`) ?)/;
/** Words in angle brackets stand for what the reader types; a command alone is its name. */
const IS_PATTERN = /<[\w.]+>|.…|^\| lstm\w+$/;

function codeSearches(markdown: string): ShownSearch[] {
  const prose = markdown.replaceAll(FENCE, (fence) => fence.replaceAll(/[^\n]/g, ' '));
  return prose.split('\n').flatMap((text, at) =>
    [...text.matchAll(CODE)]
      .map(([, , code = '']) => code.replaceAll('\\|', '|').trim())
      .filter((code) => IS_SEARCH.test(code) && !IS_PATTERN.test(code))
      .map((code) => (/^lstm/.test(code) ? `… | ${code}` : code))
      .map((search) => ({ search, line: at + 1, output: undefined, reason: undefined })),
  );
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** Returns the arguments of each `npm start -- …` in the blocks of `sh`, as a shell passes them on. */
export function startsOf(markdown: string): string[][] {
  return fencesOf(markdown)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => text.replaceAll('\\\n', ' ').split('\n'))
    .filter((line) => line.startsWith('npm start -- '))
    .map((line) => {
      const words = line.slice('npm start -- '.length).matchAll(/'([^']*)'|(\S+)/g);
      return [...words].map(([, quoted, plain]) => quoted ?? plain ?? '');
    });
}
