/**
 * Packs the app folder so that the same files give the same bytes, wherever and by whomever they
 * are packed.
 */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { create } from 'tar';

/** Any fixed date would do; the safest one is a date that Splunk and browsers take for a plausible one. */
const modified = new Date('2026-01-01T00:00:00Z');

/**
 * Writes `folder` as a gzipped tar whose only top entry is the folder itself.
 *
 * The modes are those that `buildApp` gives the files; `portable` leaves out owners, device numbers and
 * the gzip header's operating system.
 */
export async function writeArchive(folder, file) {
  const parent = dirname(folder);
  const inside = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = inside.map((entry) => relative(parent, join(entry.parentPath, entry.name)));
  const entries = [basename(folder), ...paths].map((path) => path.split(sep).join('/'));
  await create(
    {
      cwd: parent,
      file,
      gzip: { level: 9 },
      portable: true,
      mtime: modified,
      // Otherwise folders would have no date, and GNU tar would complain of 1970.
      onWriteEntry: (entry) => {
        entry.noMtime = false;
      },
      noDirRecurse: true,
      strict: true,
    },
    // The order is that of code points, not that of a locale; a folder comes before what is in it.
    entries.sort(),
  );
}
