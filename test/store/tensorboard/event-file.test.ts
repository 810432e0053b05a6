import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstRecord, scalarsRecord } from '../../../src/store/tensorboard/event.ts';
import { EventFile } from '../../../src/store/tensorboard/event-file.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lstm-events-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** @param reasons - gets the reasons of failures */
function eventFile(reasons: string[] = []): EventFile {
  const place = { folder, model: 'ddos', run: 'ana-3', id: '42' };
  return new EventFile(place, (reason) => reasons.push(reason));
}

describe('EventFile', () => {
  it('appends the figures of each step to one file of the run', () => {
    const file = eventFile();

    file.write(1_700_000_000.5, 1, { loss: 0.5, val_loss: 0.75 });
    file.write(1_700_000_001.5, 2, { loss: 0.25, val_loss: null });

    const [name = ''] = readdirSync(join(folder, 'ddos/ana-3'));
    expect(name).toBe('events.out.tfevents.1700000000.42');
    expect(readFileSync(join(folder, 'ddos/ana-3', name))).toEqual(
      Buffer.concat([
        firstRecord(1_700_000_000.5),
        scalarsRecord(1_700_000_000.5, 1, { loss: 0.5, val_loss: 0.75 }),
        scalarsRecord(1_700_000_001.5, 2, { loss: 0.25 }),
      ]),
    );
  });

  it('leaves nothing where there are no figures', () => {
    eventFile();

    expect(readdirSync(folder)).toEqual([]);
  });

  it('says once that it cannot be written, and goes on', () => {
    const reasons: string[] = [];
    writeFileSync(join(folder, 'ddos'), 'no folder');
    const file = eventFile(reasons);

    file.write(1, 1, { loss: 0.5 });
    file.write(2, 2, { loss: 0.25 });

    expect(reasons).toEqual(['ENOTDIR']);
  });
});
