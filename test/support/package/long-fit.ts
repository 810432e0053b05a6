import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { flows } from '../rows/sample-flows.ts';
import type { SearchHead } from './search-head.ts';
import { frame, WireCommand } from './wire-command.ts';
import { execute, getinfo } from './wire-dialogue.ts';

/** Makes a body with the fields `_time`, `bytes`, `proto` and `label` of `count` flows. */
export function fitBody(count: number): string {
  const lines = flows(count).rows.map(([time, , bytes, proto, label]) =>
    [time, bytes, proto, label].join(','),
  );
  return `_time,bytes,proto,label\n${lines.join('\n')}\n`;
}

/**
 * Starts a fit that would go on for minutes, and waits until it has trained an epoch at least. 256 units are there
 * because a fast machine trains ten thousand epochs of 64 units on these rows in less than ten seconds.
 */
export async function longFit(
  head: SearchHead,
  body: string,
  model: string,
  options = '',
): Promise<WireCommand> {
  const surroundings = head.surroundings();
  const command = new WireCommand('lstmfit', surroundings.environment);
  const text = `label from bytes proto into ${model} epochs=10000 patience=0 units=256 ${options}`;
  await command.ask(getinfo(surroundings, { args: text.trim().split(' ') }));
  await command.write(frame(execute(true), body));
  const isTraining = (): boolean => head.epochs(model).length > 0;
  for (let tries = 0; !isTraining() && tries < 400; tries++) await pause(25);
  expect(isTraining()).toBe(true);
  return command;
}
