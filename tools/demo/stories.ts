/**
 * Lists the stories of the demo: what makes each lookup, and the search that fits its model.
 *
 * @module
 */
import type { Table } from '../local-splunk/table.ts';
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
  /** What `lstmfit` gets, without the model's name. */
  readonly fitWords: (into: string) => string;
}

/** All lookups and models come from this seed. */
const SEED = 2026;

export const STORIES: readonly Story[] = [
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
  },
];

/** Returns the search that fits the model of a story on the rows for training. */
export function fitSearch({ lookup, model, fitWords }: Story, into = model): string {
  return `| inputlookup ${lookup} | where part="train" | ${fitWords(into)}`;
}
