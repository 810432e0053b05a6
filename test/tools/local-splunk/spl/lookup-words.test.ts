import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runWords } from '../../../support/local-splunk/run-words.ts';
import { makeTempFolder } from '../../../support/local-splunk/temp-folder.ts';

const app = makeTempFolder();
mkdirSync(join(app, 'default'));
mkdirSync(join(app, 'lookups'));
writeFileSync(join(app, 'default/transforms.conf'), '[demo_flows]\nfilename = flows.csv\n');
writeFileSync(join(app, 'lookups/flows.csv'), 'n,part\n1,train\n2,score\n3,score\n');

const run = (search: string, written = makeTempFolder()): string =>
  runWords(search, { app, written })
    .rows.map((row) => row.join(' '))
    .join(', ');

describe('inputlookup', () => {
  it.each([
    ['inputlookup demo_flows', '1 train, 2 score, 3 score'],
    ['inputlookup flows.csv', '1 train, 2 score, 3 score'],
    ['inputlookup demo_flows where part="score"', '2 score, 3 score'],
    ['inputlookup max=1 demo_flows where part=score n>2', '3 score'],
    ['inputlookup demo_flows start=1 max=1', '2 score'],
    [
      'makeresults | eval n=0 | table n | inputlookup append=true demo_flows where n=1',
      '0, 1 train',
    ],
  ])('%s', (search, rows) => {
    expect(run(search)).toBe(rows);
  });

  it.each([
    ['inputlookup no_such', "The lookup table 'no_such' does not exist (there is demo_flows)"],
    [
      'inputlookup strict=true demo_flows',
      'inputlookup of a local search has append=, start=, max=',
    ],
    [
      'makeresults | inputlookup demo_flows',
      'must be the first command of a search, or have append=true',
    ],
  ])('%s is refused', (search, message) => {
    expect(() => run(search)).toThrow(message);
  });
});

describe('outputlookup', () => {
  it('writes a lookup that inputlookup reads back, and passes its rows on', () => {
    const written = makeTempFolder();
    expect(run('inputlookup demo_flows | head 1 | outputlookup own.csv', written)).toBe('1 train');
    expect(run('inputlookup demo_flows | tail 1 | outputlookup append=t own.csv', written)).toBe(
      '3 score',
    );
    expect(run('inputlookup own.csv', written)).toBe('1 train, 3 score');
  });

  it('writes a definition elsewhere than into the app', () => {
    const written = makeTempFolder();
    run('inputlookup demo_flows | head 1 | outputlookup demo_flows', written);
    expect(run('inputlookup demo_flows', written)).toBe('1 train');
    expect(run('inputlookup demo_flows')).toBe('1 train, 2 score, 3 score');
  });

  it('refuses what is no CSV', () => {
    const search = 'inputlookup demo_flows | outputlookup own';
    expect(() => run(search)).toThrow('outputlookup needs a file name ending in .csv, got "own"');
  });
});
