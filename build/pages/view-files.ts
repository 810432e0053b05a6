/** Writes the pages and the navigation as Splunk reads them: XML, with Studio's JSON inside. */

import type { Page } from './studio/page.ts';
import { pageDefinition } from './studio/page.ts';

/** Returns the text of `default/data/ui/views/<view>.xml`. */
export function viewFile(page: Page): string {
  // Inside CDATA only its end must not occur, and in JSON a bracket can be written otherwise.
  const json = JSON.stringify(pageDefinition(page), undefined, 2).replaceAll(']]>', ']]\\u003e');
  return `<dashboard version="2">
  <label>${escapeXml(page.label)}</label>
  <description>${escapeXml(page.description)}</description>
  <definition><![CDATA[
${json}
  ]]></definition>
</dashboard>
`;
}

/**
 * Returns the text of `default/data/ui/nav/default.xml`. The first page is the app's start. Search stands
 * last, because links of the pages open it inside this app.
 *
 * @param views - the names of the views in the bar, in order
 */
export function navigationFile(views: readonly string[]): string {
  const lines = views.map((view, index) => {
    return `  <view name="${view}"${index === 0 ? ' default="true"' : ''} />`;
  });
  return `<nav search_view="search">
${lines.join('\n')}
  <view name="search" />
</nav>
`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
