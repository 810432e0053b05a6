// Says what the panels of the page show, as `ShownPanel` of ../panel-faults.ts declares it.

const SHAPE = /rectangle|ellipse|image/;
const NO_CHART = /markdown|table|singlevalue|rectangle|ellipse|image/;
const MARKS = [
  '.highcharts-series-group .highcharts-point',
  '.highcharts-series-group .highcharts-graph[d*=L]',
  'svg:not(.highcharts-root) :is(circle, rect[height], path[d*=C])',
].join(',');

const textOf = (element) => element?.textContent?.trim() ?? '';
const part = (panel, name) => panel.querySelector(`[data-test=${name}]`);

/** Tells whether a text does not fit into its place. */
function isCut(element) {
  if (element.closest('svg') !== null) return /(…|\.\.\.)$/.test(textOf(element));
  const isHidden = getComputedStyle(element).textOverflow === 'ellipsis';
  return isHidden && element.scrollWidth > element.clientWidth;
}

/** Says which way a table must be scrolled to see all of it. */
function scrolls(panel) {
  const container = part(panel, 'scroll-container');
  if (container === null) return [];
  const isWide = container.scrollWidth > container.clientWidth + 1;
  const isHigh = container.scrollHeight > container.clientHeight + 1;
  return [...(isWide ? ['sideways'] : []), ...(isHigh ? ['down'] : [])];
}

function shownPanel(panel) {
  const type = panel.getAttribute('data-viz-type') ?? '';
  const rows = part(panel, 'main-table')?.querySelectorAll('[data-test=body] [data-test=row]');
  const labels = panel.querySelectorAll('svg text, :not(svg *):not(:has(*))');
  const message = part(panel, 'viz-waiting-for-input-message') ?? part(panel, 'message');
  const isValue = type.startsWith('splunk.singlevalue');
  return {
    id: panel.getAttribute('data-id') ?? '',
    placeholder: textOf(message),
    hasNoSource: part(panel, 'icon-placeholder') !== null,
    value: isValue ? textOf(part(panel, 'majorValue') ?? panel) : undefined,
    rows: rows?.length,
    marks: NO_CHART.test(type) ? undefined : panel.querySelectorAll(MARKS).length,
    letters: SHAPE.test(type) ? 1 : textOf(panel).length,
    scrolls: scrolls(panel),
    cut: [...labels].filter(isCut).map(textOf),
  };
}

/** Returns what each panel shows, in the order of the page. */
export function shownPanels() {
  return Array.from(document.querySelectorAll('[data-test=viz-item]'), shownPanel);
}
