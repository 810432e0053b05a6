/**
 * Makes the pages of `docs/` into static pages of the app, which Splunk serves under `/static/app/lstm_toolkit/help/`.
 *
 * @module
 */
import { type MarkedExtension, Marked, type Tokens } from 'marked';

/** The names of documents, without `.md`, and their Markdown. */
export type Documents = ReadonlyMap<string, string>;

/** The first page, which leads to the others by need. */
export const START = 'index';

/**
 * Returns the pages, file name to HTML.
 *
 * @param pictures - the names of the files in the folder `pictures` beside the pages
 * @throws Error that names the document for a link to a heading or a picture that is not there
 */
export function helpPages(documents: Documents, pictures: ReadonlySet<string>): Map<string, string> {
  const anchors = new Map([...documents].map(([name, text]) => [name, headingsOf(text)]));
  const pages = [...documents].map(([name, text]) => {
    const body = new Marked(rendering({ name, anchors, pictures })).parse(withoutComments(text));
    return [`${name}.html`, page(name, titleOf(text), String(body))] as const;
  });
  return new Map(pages);
}

/** What the links of one page are checked against. */
interface Surroundings {
  readonly name: string;
  /** The anchors of each document. */
  readonly anchors: ReadonlyMap<string, ReadonlySet<string>>;
  readonly pictures: ReadonlySet<string>;
}

function rendering(surroundings: Surroundings): MarkedExtension {
  return {
    gfm: true,
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading): string {
        const inner = this.parser.parseInline(tokens);
        return `<h${depth} id="${anchorOf(text)}">${inner}</h${depth}>\n`;
      },
      link({ href, tokens }: Tokens.Link): string {
        const inner = this.parser.parseInline(tokens);
        const target = targetOf(href, surroundings);
        return target === undefined ? inner : `<a href="${escapeHtml(target)}">${inner}</a>`;
      },
      image({ href, text }: Tokens.Image): string {
        const picture = href.replace(/^pictures\//, '');
        if (!surroundings.pictures.has(picture)) throw missing(surroundings.name, href);
        return `<img src="pictures/${escapeHtml(picture)}" alt="${escapeHtml(text)}">`;
      },
      // A wide table scrolls by itself, so that the text beside it keeps its width.
      table({ header, rows }: Tokens.Table): string {
        const cells = (row: Tokens.TableCell[], tag: string): string =>
          row.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('');
        const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>\n`).join('');
        return `<div class="table"><table><thead><tr>${cells(header, 'th')}</tr></thead>\n<tbody>${body}</tbody></table></div>\n`;
      },
    },
  };
}

/**
 * Returns where a link leads within the app: a page beside, or an address elsewhere; `undefined` for files that are only
 * in the project, whose link is left out.
 */
function targetOf(href: string, { name, anchors }: Surroundings): string | undefined {
  if (/^(?:https?:|\/)/.test(href)) return href;
  const [path = '', anchor] = href.split('#');
  const document = path === '' ? name : path.replace(/\.md$/, '');
  const known = anchors.get(document);
  if (known === undefined) return undefined;
  if (anchor !== undefined && !known.has(anchor)) throw missing(name, href);
  const file = path === '' ? '' : `${document}.html`;
  return anchor === undefined ? file : `${file}#${anchor}`;
}

function missing(name: string, href: string): Error {
  return new Error(`docs/${name}.md leads to ${href}, which is not there.`);
}

/** The notes for editors, in HTML comments, are not for readers. */
function withoutComments(text: string): string {
  return text.replace(/<!--.*?-->\n?/gs, '');
}

function headingsOf(text: string): Set<string> {
  const headings = new Marked().lexer(text).filter(({ type }) => type === 'heading');
  return new Set(headings.map((token) => anchorOf((token as Tokens.Heading).text)));
}

/** Makes the anchor of a heading as GitHub does, so that links work in both places. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

function titleOf(text: string): string {
  return /^# (.+)$/m.exec(text)?.[1] ?? 'LSTM Toolkit';
}

/** The links to the app are relative, because Splunk may be served below a path, and in another language. */
function page(name: string, title: string, body: string): string {
  const start = name === START ? '' : `<a href="${START}.html">Help</a>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} · LSTM Toolkit</title>
<link rel="stylesheet" href="help.css">
</head>
<body>
<nav><a href="../../../../app/lstm_toolkit/lstm_home">LSTM Toolkit</a>${start}</nav>
<main>
${body}</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => names[character] ?? character);
}
