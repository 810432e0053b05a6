/**
 * Writes the HTML around dashboards.
 *
 * @module
 */
import type { Definition, Page } from '../support/pages/page.ts';

export type Theme = 'dark' | 'light';

/** The colours around the canvas. */
const BACKGROUND: Readonly<Record<Theme, string>> = { dark: '#171d21', light: '#f2f4f5' };

/** Splunk Web writes this zone into its pages; without it the input of time ranges fails. */
const ZONE = '### SERIALIZED TIMEZONE FORMAT 1.0;Y0 NW 55 54 43;@-2147483648 0;';

/**
 * Writes the page of a dashboard.
 *
 * @param asked - has `theme`, `dark` unless it is `light`, and values of tokens as `form.<token>`
 */
export function dashboardPage(
  { view, definition, label }: Page,
  who: { readonly app: string; readonly owner: string },
  asked: URLSearchParams,
): string {
  const theme: Theme = asked.get('theme') === 'light' ? 'light' : 'dark';
  const page = { ...who, view, theme, definition: withTokens(definition, asked) };
  const config = {
    SERVER_ZONEINFO: ZONE,
    LOCALE: 'en-US',
    MRSPARKLE_ROOT_PATH: '/',
    SPLUNKD_PATH: '/en-US/splunkd/__raw',
  };
  return document(
    label,
    `<div id="root" style="background: ${BACKGROUND[theme]}"></div>
<script>
window.$C = ${inScript(config)};
window.page = ${inScript(page)};
</script>
<link rel="stylesheet" href="/bundle/page.css">
<script type="module" src="/bundle/page.js"></script>`,
  );
}

/** Lists the pages with links to both themes. */
export function listPage(pages: readonly Page[]): string {
  const items = pages.map(({ view, label }) => {
    const href = `/en-US/app/lstm_toolkit/${view}`;
    return `<li><a href="${href}">${escaped(label)}</a> (<a href="${href}?theme=light">light</a>)</li>`;
  });
  return document('Pages', `<ul>${items.join('\n')}</ul>`);
}

/** Shows the search that a link opens. */
export function searchPage(spl: string): string {
  return document('Search', `<pre>${escaped(spl)}</pre>`);
}

function document(title: string, body: string): string {
  return `<!doctype html>
<html lang="en-US">
<head>
<meta charset="utf-8">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<style>html, body, #root { height: 100%; margin: 0; }</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** Puts the values of an address into a definition: into the inputs of these tokens, else into the defaults. */
export function withTokens(definition: Definition, asked: URLSearchParams): Definition {
  const form = [...asked].filter(([name]) => name.startsWith('form.'));
  const given = new Map(form.map(([name, value]) => [name.slice('form.'.length), value]));
  if (given.size === 0) return definition;
  const inputs = Object.entries(definition.inputs ?? {}).map(([id, input]) => {
    const token = String(input.options?.['token']);
    const [earliest, latest] = ['earliest', 'latest'].map((end) => given.get(`${token}.${end}`));
    const isRange = input.type === 'input.timerange' && earliest !== undefined;
    const value = isRange ? `${earliest},${latest ?? 'now'}` : given.get(token);
    if (value === undefined) return [id, input];
    return [id, { ...input, options: { ...input.options, defaultValue: value } }];
  });
  const values = Array.from(given, ([name, value]) => [name, { value }]);
  const tokens = { ...definition.defaults?.tokens?.['default'], ...Object.fromEntries(values) };
  return {
    ...definition,
    inputs: Object.fromEntries(inputs),
    defaults: {
      ...definition.defaults,
      tokens: { ...definition.defaults?.tokens, default: tokens },
    },
  };
}

function inScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
