/**
 * Looks for mistakes of a page's layout: panels that overlap, stand outside of the canvas, or in no layout.
 *
 * @module
 */
import { type Definition, type Layout, type LayoutItem, layoutsOf, type Place } from './page.ts';

/** Returns one sentence a mistake. */
export function lintLayout(definition: Definition): string[] {
  const layouts = layoutsOf(definition);
  const global = definition.layout?.globalInputs ?? [];
  const placed = layouts.flatMap(({ structure = [] }) => structure.map(({ item }) => item));
  const inputs = Object.keys(definition.inputs ?? {});
  const known = [...Object.keys(definition.visualizations ?? {}), ...inputs];
  const items = [...placed, ...global];
  return [
    ...items
      .filter((id) => !known.includes(id))
      .map((id) => `The layout places "${id}", which does not exist.`),
    ...known.filter((id) => !items.includes(id)).map((id) => `"${id}" stands in no layout.`),
    ...layouts.flatMap((layout) => [...outside(layout), ...overlaps(layout, definition)]),
  ];
}

function outside({ type, options = {}, structure = [] }: Layout): string[] {
  const { width = 1200, height = type === 'grid' ? Infinity : 900 } = options;
  return structure.flatMap(({ item, position }) => {
    if (position === undefined) return [];
    const { x, y, w, h } = position;
    const isInside = x >= 0 && y >= 0 && x + w <= width && y + h <= height;
    return isInside ? [] : [`"${item}" stands outside of the canvas of ${width} × ${height}.`];
  });
}

function overlaps({ structure = [] }: Layout, definition: Definition): string[] {
  const solid = structure.filter(({ item }) => !isBackground(definition, item));
  return solid.flatMap((left, at) =>
    solid
      .slice(at + 1)
      .filter((right) => touch(left.position, right.position))
      .filter((right) => !areAlternatives(definition, [left, right]))
      .map((right) => `"${left.item}" and "${right.item}" overlap.`),
  );
}

function isBackground({ visualizations }: Definition, item: string): boolean {
  return ['splunk.rectangle', 'splunk.ellipse'].includes(visualizations?.[item]?.type ?? '');
}

/** Tells whether all are shown on conditions, so that they may take turns at one place. */
function areAlternatives({ visualizations }: Definition, items: readonly LayoutItem[]): boolean {
  return items.every(({ item }) => {
    const options = visualizations?.[item]?.['containerOptions'];
    return typeof options === 'object' && options !== null && 'visibility' in options;
  });
}

function touch(left: Place | undefined, right: Place | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  const apart =
    left.x + left.w <= right.x ||
    right.x + right.w <= left.x ||
    left.y + left.h <= right.y ||
    right.y + right.h <= left.y;
  return !apart;
}
