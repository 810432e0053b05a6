/** Prints what a fuzzer counted, past Jest, which would add where it was printed. */
export function tell(fuzzer: string, counts: Readonly<Record<string, number>>): void {
  const texts = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  process.stdout.write(`${fuzzer}: ${texts.join(', ')}\n`);
}
