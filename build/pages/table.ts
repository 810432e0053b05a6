/** Lists the pages of the app, in the order of its navigation, and gives the files that the app ships. */
import { anomaliesPage } from './anomalies.ts';
import { forecastPage } from './forecast.ts';
import { helpPage } from './help.ts';
import { homePage } from './home.ts';
import { modelPage } from './model.ts';
import { modelsPage } from './models.ts';
import { scoresPage } from './scores.ts';
import { settingsPage } from './settings.ts';
import type { Page } from './studio/page.ts';
import { trainPage } from './train.ts';
import { navigationFile, viewFile } from './view-files.ts';

/** The pages that the bar of the app names; the first is its start. */
const navigationPages: readonly Page[] = [
  homePage,
  trainPage,
  modelsPage,
  scoresPage,
  anomaliesPage,
  forecastPage,
  settingsPage,
  helpPage,
];

/** The pages that others lead to. */
const innerPages: readonly Page[] = [modelPage];

export const pages: readonly Page[] = [...navigationPages, ...innerPages];

/** Returns the text of each file below `data/ui`, by its path in the app. */
export function viewFiles(): Record<string, string> {
  const views = navigationPages.map(({ view }) => view);
  const files = pages.map((page) => [`default/data/ui/views/${page.view}.xml`, viewFile(page)]);
  return {
    'default/data/ui/nav/default.xml': navigationFile(views),
    ...Object.fromEntries(files),
  };
}
