/** Makes the static pages of the help, with their style and pictures, from `docs/`. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError, root } from '../project.mjs';
import { helpPages } from './help-pages.ts';

/** These documents are for those who change the app. */
const DEVELOPERS = new Set(['glossary']);

const FOLDER = 'appserver/static/help';

/**
 * Returns the files of the help by their paths in the app.
 *
 * @throws BuildError for a link of a document that leads nowhere
 */
export async function helpFiles(): Promise<Record<string, string | Buffer>> {
  const docs = join(root, 'docs');
  const names = (await namesIn(docs))
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -3))
    .filter((name) => !DEVELOPERS.has(name));
  const texts = names.map((name) => readFile(join(docs, `${name}.md`), 'utf8'));
  const documents = new Map((await Promise.all(texts)).map((text, at) => [names[at] ?? '', text]));
  const pictures = await namesIn(join(docs, 'pictures'));
  const images = pictures.map((name) => readFile(join(docs, 'pictures', name)));
  const files: [string, string | Buffer][] = [
    ...pagesOf(documents, new Set(pictures)),
    ['help.css', await readFile(join(import.meta.dirname, 'help.css'), 'utf8')],
    ...(await Promise.all(images)).map((bytes, at): [string, Buffer] => [
      `pictures/${pictures[at]}`,
      bytes,
    ]),
  ];
  return Object.fromEntries(files.map(([name, content]) => [`${FOLDER}/${name}`, content]));
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}

function pagesOf(
  documents: ReadonlyMap<string, string>,
  pictures: ReadonlySet<string>,
): Map<string, string> {
  try {
    return helpPages(documents, pictures);
  } catch (cause) {
    throw new BuildError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
