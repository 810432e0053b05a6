/**
 * Places the panels of a page in rows. A row is as high as it says and as wide as the page, and its
 * panels share the width, so nothing overlaps and nothing is left empty.
 */
import type { Panel } from './visualizations.ts';

/** The width of the canvas in pixels, which Studio stretches to the width of the browser. */
const WIDTH = 1440;
/** The parts into which a row is cut. */
const PARTS = 12;

export interface Row {
  /** In pixels. A single value wants 120, a chart 300, a table 60 and 32 for each row. */
  readonly height: number;
  readonly cells: readonly Cell[];
}

export interface Cell {
  /** From the top to the bottom; all but the last have a height of their own. */
  readonly panels: readonly Stacked[];
  /** How many of the twelve parts of the row it takes. */
  readonly parts: number;
}

interface Stacked {
  readonly panel: Panel;
  /** In pixels; without it the panel takes what is left of the row. */
  readonly height?: number;
}

/**
 * Makes a row whose panels are equally wide, or as wide as their parts of twelve say.
 *
 * @throws Error unless the panels fill the row
 */
export function row(height: number, ...panels: readonly (Panel | Cell)[]): Row {
  const cells = panels.map((panel) =>
    'panels' in panel ? panel : wide(PARTS / panels.length, panel),
  );
  const sum = cells.reduce((parts, cell) => parts + cell.parts, 0);
  if (sum !== PARTS || cells.some(({ parts }) => !Number.isInteger(parts))) {
    const names = cells.flatMap((cell) =>
      cell.panels.map(({ panel }) => `${panel.name} (${cell.parts})`),
    );
    throw new Error(`The panels of a row must fill ${PARTS} parts, got ${names.join(', ')}.`);
  }
  return { height, cells };
}

/** Gives a panel some of the twelve parts of its row. */
export function wide(parts: number, panel: Panel): Cell {
  return { panels: [{ panel }], parts };
}

/** Puts one panel, of a height in pixels, above another one, which takes what is left of the row. */
export function stack(
  parts: number,
  height: number,
  [above, below]: readonly [Panel, Panel],
): Cell {
  return { panels: [{ panel: above, height }, { panel: below }], parts };
}

/** Writes the layout as Studio's JSON has it. */
export function layoutJson(rows: readonly Row[], inputs: readonly string[]): object {
  let y = 0;
  const structure = rows.flatMap(({ height, cells }) => {
    let x = 0;
    const items = cells.flatMap(({ panels, parts }) => {
      const w = (WIDTH / PARTS) * parts;
      let top = y;
      const column = panels.map(({ panel, height: h = y + height - top }) => {
        const position = { x, y: top, w, h };
        top += h;
        return { item: panelId(panel), type: 'block', position };
      });
      x += w;
      return column;
    });
    y += height;
    return items;
  });
  return { type: 'grid', options: { width: WIDTH }, globalInputs: inputs, structure };
}

export function panelId({ name }: Panel): string {
  return `viz_${name}`;
}
