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

  it('shows at most ten, warnings before the rest, and says how many more there are', () => {
    expect(filled(20, 3).take()).toEqual([
      ...['info 1', 'info 2', 'info 3', 'info 4', 'info 5', 'info 6'].map((text) => ['INFO', text]),
      ...['warning 1', 'warning 2', 'warning 3'].map((text) => ['WARN', text]),
      ['INFO', '14 more messages.'],
    ]);
  });

  it('shows at most ten even if all are warnings', () => {
    const taken = filled(5, 12).take();

    expect(taken).toHaveLength(10);
    expect(taken.filter(([level]) => level === 'WARN')).toHaveLength(9);
    expect(taken.at(-1)).toEqual(['INFO', '8 more messages.']);
  });

  it('keeps a message that was said twice', () => {
    const messages = new Messages();
    messages.info('same');
    messages.info('same');

    expect(messages.take()).toHaveLength(2);
  });
});
