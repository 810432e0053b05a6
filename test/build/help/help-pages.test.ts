import { describe, expect, it } from '@jest/globals';
import { helpPages } from '../../../build/help/help-pages.ts';

const PICTURES = new Set(['home.png']);

/** Makes the page of one document beside another one, `models`, with the heading "Versions and age". */
function made(text: string): string {
  const documents = new Map([
    ['one', text],
    ['models', '# Models\n\n## Versions and `age`\n'],
  ]);
  return helpPages(documents, PICTURES).get('one.html') ?? '';
}

describe('helpPages', () => {
  it('makes one page a document, with its title', () => {
    const pages = helpPages(
      new Map([
        ['index', '# Help\n'],
        ['log', '# The log\n'],
      ]),
      PICTURES,
    );
    expect([...pages.keys()]).toEqual(['index.html', 'log.html']);
    expect(pages.get('log.html')).toContain('<title>The log · LSTM Toolkit</title>');
  });

  it.each([
    ['a page', '[x](models.md)', '<a href="models.html">x</a>'],
    [
      'a heading',
      '[x](models.md#versions-and-age)',
      '<a href="models.html#versions-and-age">x</a>',
    ],
    ['a heading of the page itself', '# A\n\n## To do\n\n[x](#to-do)', '<a href="#to-do">x</a>'],
    ['another site', '[x](https://example.org/a)', '<a href="https://example.org/a">x</a>'],
    ['the app', '[x](/app/lstm_toolkit/lstm_home)', '<a href="/app/lstm_toolkit/lstm_home">x</a>'],
    [
      'a file of the project alone',
      '[the **bench**](../bench/README.md)',
      '<p>the <strong>bench</strong></p>',
    ],
    [
      'a picture',
      '![The home page](pictures/home.png)',
      '<img src="pictures/home.png" alt="The home page">',
    ],
  ])('a link to %s', (_, markdown, html) => {
    expect(made(markdown)).toContain(html);
  });

  it.each([
    ['[x](models.md#nothing)', 'docs/one.md leads to models.md#nothing, which is not there.'],
    ['[x](#nothing)', 'docs/one.md leads to #nothing, which is not there.'],
    ['![x](pictures/gone.png)', 'docs/one.md leads to pictures/gone.png, which is not there.'],
  ])('refuses %s', (markdown, message) => {
    expect(() => made(markdown)).toThrow(message);
  });

  it('keeps SPL as it is typed, and leaves notes for editors out', () => {
    const html = made(
      '<!-- a note -->\n```\n| stats count by "predicted(label)" | where x<3\n```\n',
    );
    expect(html).toContain('| stats count by &quot;predicted(label)&quot; | where x&lt;3');
    expect(html).not.toContain('a note');
  });
});
