import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { appFolder } from '../support/package/wire-command.ts';
import { lintPage } from '../support/pages/lint-page.ts';
import { readPages } from '../support/pages/page.ts';

// What only a browser shows is tested by "npm run browser".

const samples = readPages(join(import.meta.dirname, '../browser/fixtures'));
const pages = readPages(join(appFolder, 'default/data/ui/views'));

const faultsOf = (view: string, among = samples): string[] =>
  among
    .filter((page) => page.view === view)
    .flatMap((page) => lintPage(page, { appFolder, pages: among }));

describe('the check of definitions', () => {
  it('finds nothing wrong with a good page', () => {
    expect(faultsOf('good')).toEqual([]);
  });

  it('finds each fault of a faulty page', () => {
    expect(faultsOf('faulty')).toEqual([
      'The data source "risky" has the risky command lstmfit.',
      'The data source "unbased" is used by nothing.',
      'The data source "unbased" extends "no_base", which does not exist.',
      '"source" reads the data source "no_source", which does not exist.',
      '"option" has the unknown option colour.',
      'The token $nowhere$ is set by nothing.',
      'The layout places "nothing", which does not exist.',
      '"drill" stands outside of the canvas of 1200 × 700.',
      '"source" and "option" overlap.',
      '"source" and "nothing" overlap.',
      'The link /app/lstm_toolkit/no_view leads to the view "no_view", which does not exist.',
      'The link /static/app/lstm_toolkit/help/no_help.html leads to the file appserver/static/help/no_help.html, which does not exist.',
      'The link /app/lstm_toolkit/no_such_view?form.service=$row.service.value$ leads to the view "no_such_view", which does not exist.',
    ]);
  });
});

describe('the definitions of the pages of the app', () => {
  for (const { view } of pages) {
    it(`${view} has no mistake`, () => {
      expect(faultsOf(view, pages)).toEqual([]);
    });
  }
});
