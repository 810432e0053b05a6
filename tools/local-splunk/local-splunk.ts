/**
 * Starts a whole Splunk, as far as REST clients see it: splunkd's port, and searches that run on the apps
 * installed there.
 *
 * @module
 */
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { prepareSearch } from './run-search.ts';
import type { JobOptions, PrepareSearch } from './splunkd/search-job.ts';
import { SearchJobs } from './splunkd/search-jobs.ts';
import { Splunkd } from './splunkd/splunkd.ts';
import { NO_RESULTS, type Table, textOf } from './table.ts';

export interface LocalSplunkOptions {
  /** The app whose commands searches have, once it is installed. */
  readonly app: string;
  /** The built app; when it is given, it is installed from the start. */
  readonly appFolder?: string;
  /** The events that `search` finds, in all indexes. */
  readonly events?: Table;
  /** The IP addresses that the certificate is valid for. */
  readonly addresses?: readonly string[];
  /** The largest page of results, by default 50000. */
  readonly maxResultRows?: number;
}

/** Starts a local Splunk; the caller must close what it returns. */
export async function startLocalSplunk(options: LocalSplunkOptions): Promise<Splunkd> {
  const { appFolder, app, events = NO_RESULTS, addresses, maxResultRows } = options;
  const splunkd = await Splunkd.start(appFolder === undefined ? [] : [app], addresses);
  const installed = join(splunkd.home.etc, 'apps', app);
  if (appFolder !== undefined) linkInto(installed, appFolder);
  const bare = makeAppWithoutCommands(splunkd);
  const prepare: PrepareSearch = (search, job) =>
    prepareSearch(search, {
      splunkd,
      appFolder: existsSync(join(installed, 'default')) ? installed : bare,
      input: between(events, job),
      searchinfo: {
        earliest_time: String(job.earliest ?? 0),
        latest_time: String(job.latest ?? 0),
      },
      ...job,
    });
  splunkd.api.endpoints.push(new SearchJobs(splunkd.uri, prepare, maxResultRows).answer);
  return splunkd;
}

/** Makes the app whose commands searches have before the app is installed: it has none. */
function makeAppWithoutCommands({ home }: Splunkd): string {
  const folder = join(home.etc, 'apps', 'search');
  mkdirSync(join(folder, 'default'));
  writeFileSync(join(folder, 'default', 'commands.conf'), '');
  return folder;
}

/** Links an app's folders; its lookups are copied, because splunkd writes there. */
function linkInto(installed: string, appFolder: string): void {
  for (const entry of readdirSync(appFolder)) {
    const link = join(installed, basename(entry));
    if (entry === 'lookups') cpSync(join(appFolder, entry), link, { recursive: true });
    else if (!existsSync(link)) symlinkSync(join(appFolder, entry), link);
  }
}

function between(events: Table, { earliest, latest }: JobOptions): Table {
  const column = events.fields.indexOf('_time');
  const rows = events.rows.filter((row) => {
    const time = Number(textOf(row[column] ?? ''));
    return time >= (earliest ?? -Infinity) && time < (latest ?? Infinity);
  });
  return { fields: events.fields, rows };
}
