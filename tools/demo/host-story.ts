/**
 * Makes the log-ons and processes of 24 invented hosts: two weeks of habits, and two days
 * that have incidents.
 *
 * @module
 */
import { createRandom, type Random } from '../../src/random.ts';
import type { Table } from '../local-splunk/table.ts';
import { DAY } from './draw.ts';
import { MONDAY } from './flow-story.ts';
import { type Host, type HostEvent, makeDay } from './host-habits.ts';
import { INCIDENTS } from './host-incidents.ts';

/** The Monday and the Tuesday after two weeks are scored. */
const FIRST_SCORED = 14;
const DAYS = 16;

const OFFICE = [
  ...['a.novak', 'b.osei', 'c.duarte', 'd.kowalski', 'e.lindholm', 'f.haddad', 'g.petrov'],
  ...['h.sato', 'i.moreau', 'j.okafor', 'k.jansen', 'l.rossi'],
];
const DEVELOPERS = ['m.vogt', 'n.tanaka', 'o.silva', 'p.nguyen', 'q.meyer', 'r.costa'];
const ADMINISTRATORS = ['adm_becker', 'adm_ito'];
const SERVERS = ['srv-files', 'srv-database', 'srv-web', 'srv-mail'];

const HOSTS: readonly Host[] = [
  ...OFFICE.map((user, at): Host => ({ name: numbered('office', at), role: 'office', user })),
  ...DEVELOPERS.map((user, at): Host => ({ name: numbered('dev', at), role: 'development', user })),
  ...ADMINISTRATORS.map((user, at): Host => {
    return { name: numbered('admin', at), role: 'administration', user };
  }),
  ...SERVERS.map((name): Host => ({ name, role: 'server', user: 'svc_backup' })),
];

const FIELDS = ['_time', 'host', 'EventCode', 'user', 'logon_type', 'process', 'parent_process'];

/** Makes the lookup, oldest first; `incident` names the invented attacks, and no model reads it. */
export function makeHostStory(seed: number): Table {
  const random = createRandom(seed);
  const rows = HOSTS.flatMap((host) =>
    Array.from({ length: DAYS }, (_, day) => rowsOfDay(random, host, day)).flat(),
  );
  rows.sort((a, b) => Number(a[0]) - Number(b[0]));
  return { fields: [...FIELDS, 'incident', 'part'], rows };
}

function rowsOfDay(random: Random, host: Host, day: number): string[][] {
  const usual = makeDay(random, host, day % 7 >= 5);
  const incidents = INCIDENTS.filter(
    (incident) => incident.host === host.name && incident.day === day,
  );
  return [
    ...usual.map((event) => toRow(host, day, event, '')),
    ...incidents.flatMap(({ name, make }) =>
      make(random).map((event) => toRow(host, day, event, name)),
    ),
  ];
}

function toRow(host: Host, day: number, event: HostEvent, incident: string): string[] {
  const { at, EventCode, user, logon_type, process, parent_process } = event;
  const part = day < FIRST_SCORED ? 'train' : 'score';
  const time = (MONDAY + day * DAY + at).toFixed(3);
  const what = [String(EventCode), user, logon_type, process, parent_process];
  return [time, host.name, ...what, incident, part];
}

function numbered(name: string, at: number): string {
  return `${name}-${String(at + 1).padStart(2, '0')}`;
}
