import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { EpochWatch } from '../../../tools/local-splunk/epoch-watch.ts';
import { makeTempFolder } from '../../support/local-splunk/temp-folder.ts';

const epoch = (number: number): string =>
  `${JSON.stringify({ event: 'epoch', epoch: number, loss: 0.51239, val_loss: 0.4, seconds: 1.26 })}\n`;

it('prints the epochs that end while it watches, and nothing else of the log', () => {
  const logs = makeTempFolder();
  const path = join(logs, 'lstm_toolkit.log');
  writeFileSync(path, epoch(1));
  const lines: string[] = [];
  const watch = new EpochWatch(logs, (line) => lines.push(line));
  appendFileSync(path, `${epoch(2)}{"event":"run"}\n${epoch(3).slice(0, 9)}`);
  watch.stop();
  expect(lines).toEqual(['epoch 2: loss 0.5124, val_loss 0.4000, 1.3 s']);
});

it('waits for a log that is not there yet', () => {
  const logs = makeTempFolder();
  const lines: string[] = [];
  const watch = new EpochWatch(logs, (line) => lines.push(line));
  writeFileSync(join(logs, 'lstm_toolkit.log'), epoch(1));
  watch.stop();
  expect(lines).toHaveLength(1);
});
