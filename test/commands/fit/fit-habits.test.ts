import { describe, expect, it } from '@jest/globals';
import { readWords } from '../../../src/commands/arguments/words.ts';
import { readFitArguments } from '../../../src/commands/fit/fit-arguments.ts';
import { refuseHabits } from '../../../src/commands/fit/fit-habits.ts';

/** Splits a line as splunkd does, quotes kept. */
const typed = (line: string): string[] => line.match(/(?:"(?:\\.|[^"\\])*"|[^\s"])+/g) ?? [];

const words = (line: string) => readWords(typed(line), typed(line));

function messageOf(line: string): string {
  try {
    refuseHabits(words(line));
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('refuseHabits', () => {
  it.each([
    ['LSTM label from * into m', 'label from * into m'],
    ['MLPClassifier label from bytes into m', 'label from bytes into m'],
    ['fit label from * into m', 'label from * into m'],
    ['LogisticRegression seed=3 label from "Flow ID" into m', 'seed=3 label from "Flow ID" into m'],
    ['LSTM label * into m', 'label from * into m'],
    ['label * into m', 'label from * into m'],
    ['label bytes proto into app:m epochs=3', 'label from bytes proto into app:m epochs=3'],
    ['label from * except x into m', 'label from * -x into m'],
    [
      'label from a* EXCEPT x "Flow ID" by host into m',
      'label from a* -x -"Flow ID" by host into m',
    ],
    ['label from * !x !y into m', 'label from * -x -y into m'],
    ['label from * into m units=32 16', 'label from * into m units="32,16"'],
    ['label from * units=64 32 16 into m', 'label from * units="64,32,16" into m'],
    [
      'label from * into m note="two words" units=32 16',
      'label from * into m note="two words" units="32,16"',
    ],
  ])('%s: the line to paste is %s', (line, meant) => {
    expect(messageOf(line)).toMatch(/^Unexpected parameter: \S+\. Here [a-z ]+: write \| lstmfit /);
    expect(messageOf(line).split('| lstmfit ')[1]).toBe(meant);
    expect(() => readFitArguments(words(meant))).not.toThrow();
  });

  it.each([
    'label from * into m',
    'from EventCode by host into m',
    'LSTM from bytes into m',
    'label from but not into m',
    'label from * "except" x into m',
    'label from * by except x into m',
    'label from * "!x" into m',
    'label from * into m units="32,16"',
    'label from * units=32 "16" into m',
  ])('%s: nothing to say', (line) => {
    expect(messageOf(line)).toBe('');
  });
});
