/** Writes the static pages of the help, with their style and pictures. */
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appFolder, BuildError, root, writeText } from '../project.mjs';
import { helpPages } from './help-pages.ts';

/** These documents are for those who change the app. */
const DEVELOPERS = new Set(['glossary']);

/** @throws BuildError for a link of a document that leads nowhere */
export async function writeHelp(): Promise<void> {
  const docs = join(root, 'docs');
  const folder = join(appFolder, 'appserver/static/help');
  const files = (await readdir(docs)).filter((file) => file.endsWith('.md')).sort();
  const names = files.map((file) => file.slice(0, -3)).filter((name) => !DEVELOPERS.has(name));
  const texts = names.map(
    async (name) => [name, await readFile(join(docs, `${name}.md`), 'utf8')] as const,
  );
  const documents = new Map(await Promise.all(texts));
  const pictures = await readdir(join(docs, 'pictures')).catch(() => []);
  for (const [file, html] of pagesOf(documents, new Set(pictures))) {
    await writeText(join(folder, file), html);
  }
  await copyFile(join(import.meta.dirname, 'help.css'), join(folder, 'help.css'));
  if (pictures.length > 0) await mkdir(join(folder, 'pictures'));
  for (const picture of pictures) {
    await copyFile(join(docs, 'pictures', picture), join(folder, 'pictures', picture));
  }
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
