import { describe, expect, it } from '@jest/globals';
import { Messages } from '../../src/protocol/messages.ts';

function filled(infos: number, warnings: number): Messages {
  const messages = new Messages();
  for (let at = 1; at <= infos; at++) messages.info(`info ${at}`);
  for (let at = 1; at <= warnings; at++) messages.warn(`warning ${at}`);
  return messages;
}

describe('Messages', () => {
  it('hands over what it collected, in order, once', () => {
    const messages = filled(1, 1);

    expect(messages.take()).toEqual([
      ['INFO', 'info 1'],
      ['WARN', 'warning 1'],
    ]);
    expect(messages.take()).toEqual([]);
  });

  it('shows ten', () => {
    expect(filled(10, 0).take()).toHaveLength(10);
  });

  it('shows at most ten, warnings before the rest, and makes one of those that do not fit', () => {
    expect(filled(9, 3).take()).toEqual([
      ...['info 1', 'info 2', 'info 3', 'info 4', 'info 5', 'info 6'].map((text) => ['INFO', text]),
      ...['warning 1', 'warning 2', 'warning 3'].map((text) => ['WARN', text]),
      ['INFO', 'info 7 info 8 info 9'],
    ]);
  });

  it('shows at most ten even if all are warnings, and the results of the job among them', () => {
    const messages = filled(0, 11);
    messages.result('saved');
    const taken = messages.take();

    expect(taken).toHaveLength(10);
    expect(taken.at(-2)).toEqual(['INFO', 'saved']);
    expect(taken.at(-1)).toEqual(['WARN', 'warning 9 warning 10 warning 11']);
  });

  it('shows what must be read first before all others, however many there are', () => {
    const messages = filled(2, 11);
    messages.verdict('no better than chance');
    const taken = messages.take();

    expect(taken).toHaveLength(10);
    expect(taken[0]).toEqual(['WARN', 'no better than chance']);
  });

  it('keeps a message that was said twice', () => {
    const messages = new Messages();
    messages.info('same');
    messages.info('same');

    expect(messages.take()).toHaveLength(2);
  });
});
