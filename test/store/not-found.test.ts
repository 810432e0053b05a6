import { describe, expect, it } from '@jest/globals';
import type { FoundModel } from '../../src/store/model-place.ts';
import { notFound } from '../../src/store/not-found.ts';

const ben = { username: 'ben', app: 'search', isScheduled: false };

const found = (name: string, change: Partial<FoundModel>): FoundModel => {
  const acl = { owner: 'ana', read: [], write: [], canWrite: true, path: '/x' };
  return { name, sharing: 'app', app: 'search', ...acl, ...change };
};

const ELSEWHERE = found('m', { app: 'net' });
const THEIRS = found('m', { sharing: 'user' });
const HERE = found('m', {});

describe('notFound', () => {
  it.each([
    ['delete', 'delete'],
    ['roll back', 'roll back'],
    ['share', 'share'],
  ] as const)('advises nobody to train a model to %s it', (purpose, word) => {
    const told = (
      others: readonly FoundModel[],
      { seeker = ben, scope = undefined }: { seeker?: typeof ben; scope?: 'user' | undefined } = {},
    ): string => {
      const { message } = notFound({ scope, name: 'm' }, seeker, { others, visible: [] }, purpose);
      return message.replace(/^.* (?:global models|of ben)\. /, '');
    };
    const nothing = `There is nothing to ${word}: | lstmmodels lists the models that you may read.`;

    expect(told([])).toBe(nothing);
    expect(told([ELSEWHERE])).toBe(
      `There is app:m in app net: search from that app to ${word} it.`,
    );
    expect(told([THEIRS])).toBe(`One is private to ana in app search: only ana can ${word} it.`);
    expect(told([HERE], { scope: 'user' })).toBe(`There is app:m: write app:m to ${word} it.`);
    expect(told([], { seeker: { ...ben, isScheduled: true } })).toBe(
      `${nothing} This search is scheduled and runs as ben, who sees no private model of others.`,
    );
  });

  it('names five places, and counts the others', () => {
    const others = Array.from({ length: 7 }, (_, at) => found('m', { app: `app${at}` }));

    const { message } = notFound({ scope: undefined, name: 'm' }, ben, { others, visible: [] });

    expect(message.match(/There is app:m in app app\d/g)).toHaveLength(5);
    expect(message).toMatch(/ There are 2 more elsewhere\.$/);
  });
});
