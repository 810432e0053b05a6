/**
 * Checks AppInspect's reports: `node check-reports.ts <run>.json …`, each named after its tag.
 *
 * The exit status of AppInspect is not enough. It is zero after an unknown tag, with which almost no
 * check runs, and it cannot tell a warning that is known and explained from a new one.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

interface Report {
  summary: Record<string, number>;
  reports: { groups: { checks: Check[] }[] }[];
}

interface Check {
  name: string;
  result: string;
  messages: { message: string; result: string }[];
}

interface AcceptedWarning {
  check: string;
  /** The first words of the message. */
  message: string;
  reason: string;
}

/** A run with a valid tag has at least 240 checks; an unknown tag selects 12. */
const fewestChecks = 200;

const clean = new Set(['success', 'not_applicable', 'warning']);

const accepted: AcceptedWarning[] = JSON.parse(
  readFileSync(join(import.meta.dirname, 'accepted-warnings.json'), 'utf8'),
);

/** Returns a sentence about each result in a report that stands against the package. */
function objections(report: Report): string[] {
  const total = Object.values(report.summary).reduce((sum, count) => sum + count, 0);
  const tooFew =
    total < fewestChecks ? [`Only ${total} checks ran, at least ${fewestChecks} must.`] : [];
  return [...tooFew, ...checksOf(report).flatMap(checkObjections)];
}

function checkObjections({ name, result, messages }: Check): string[] {
  const bad = messages.filter(
    (item) => !clean.has(item.result) || (item.result === 'warning' && !isAccepted(name, item)),
  );
  const sentences = bad.map((item) => `${item.result} in ${name}: ${item.message}`);
  return clean.has(result) || bad.length > 0 ? sentences : [`${result} in ${name}`];
}

function isAccepted(name: string, { message }: { message: string }): boolean {
  return accepted.some(({ check, message: start }) => check === name && message.startsWith(start));
}

function checksOf(report: Report): Check[] {
  return report.reports.flatMap(({ groups }) => groups.flatMap(({ checks }) => checks));
}

const passed = new Set<string>();
let failures = 0;
for (const file of process.argv.slice(2)) {
  const report: Report = JSON.parse(readFileSync(file, 'utf8'));
  const found = objections(report);
  for (const sentence of found) console.error(sentence);
  failures += found.length;
  for (const { name, result } of checksOf(report)) if (result === 'success') passed.add(name);
  const counts = Object.entries(report.summary).map(([result, count]) => `${count} ${result}`);
  console.log(
    `${basename(file, '.json')}: ${found.length ? 'FAILED' : 'ok'}, ${counts.join(', ')}`,
  );
}
console.log(`${passed.size} checks passed${failures > 0 ? `, ${failures} objections` : ''}`);
if (failures > 0 || passed.size === 0) process.exitCode = 1;
