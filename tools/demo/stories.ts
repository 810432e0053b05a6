/**
 * Lists the stories of the demo: what makes each lookup, and the search that fits its model.
 *
 * @module
 */
import type { Table } from '../local-splunk/table.ts';
import { makeDomainStory } from './domain-story.ts';
import { makeFlowStory } from './flow-story.ts';
import { makeHostStory } from './host-story.ts';
import { makeLoadStory } from './load-story.ts';

export interface Story {
  /** The name of the lookup definition; its file has `.csv` behind it. */
  readonly lookup: string;
  readonly model: string;
  /** The macro that reads the rows which are scored. */
  readonly source: string;
  readonly makeRows: () => Table;
  /** What stands between the rows and the command, where rows are not read as they are. */
  readonly prepare?: string;
  /** What `lstmfit` gets, without the model's name. */
  readonly fitWords: (into: string) => string;
  /** The macro gives rows before this time as well, as history. */
  readonly since?: string;
}

/** All lookups and models come from this seed. */
const SEED = 2026;

export const STORIES: readonly Story[] = [
  {
    lookup: 'lstm_demo_domains',
    model: 'demo_dga',
    source: 'lstm_domains_source',
    makeRows: () => makeDomainStory(SEED),
    prepare: '`lstm_domain_label(query)`',
    fitWords: (into) => `lstmfit label from domain_label into ${into} window=characters test=0.15`,
  },
  {
    lookup: 'lstm_demo_flows',
    model: 'demo_flows',
    source: 'lstm_flows_source',
    makeRows: () => makeFlowStory(SEED),
    fitWords: (into) =>
      `lstmfit label from dest_port transport tcp_flags duration packets_* bytes_* into ${into} test=0.15`,
  },
  {
    lookup: 'lstm_demo_hosts',
    model: 'demo_hosts',
    source: 'lstm_hosts_source',
    makeRows: () => makeHostStory(SEED),
    fitWords: (into) =>
      `lstmfit from EventCode user logon_type process parent_process into ${into} by host`,
  },
  {
    lookup: 'lstm_demo_load',
    model: 'demo_load',
    source: 'lstm_load_source',
    makeRows: () => makeLoadStory(SEED),
    fitWords: (into) =>
      `lstmfit requests from requests service into ${into} by service horizon=24 test=0.15`,
    since: '2026-03-30',
  },
];

/** Returns the search that fits the model of a story on the rows for training. */
export function fitSearch(story: Story, into = story.model): string {
  const rows = `inputlookup ${story.lookup} | where part="train"`;
  return `| ${preparedRows(rows, story)} | ${story.fitWords(into)}`;
}

/** Returns the search that scores the rows of a story with the model of the app. */
export function scoreSearch(story: Story): string {
  const since = story.since === undefined ? '' : ` since=${story.since}`;
  return `| ${preparedRows(`\`${story.source}\``, story)} | lstmscore app:${story.model}${since}`;
}

function preparedRows(rows: string, { prepare }: Story): string {
  return prepare === undefined ? rows : `${rows} | ${prepare}`;
}
