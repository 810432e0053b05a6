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
  readonly panel: Panel;
  /** How many of the twelve parts of the row it takes. */
  readonly parts: number;
}

/**
 * Makes a row whose panels are equally wide, or as wide as their parts of twelve say.
 *
 * @throws Error unless the panels fill the row
 */
export function row(height: number, ...panels: readonly (Panel | Cell)[]): Row {
  const cells = panels.map((panel) =>
    'panel' in panel ? panel : { panel, parts: PARTS / panels.length },
  );
  const sum = cells.reduce((parts, cell) => parts + cell.parts, 0);
  if (sum !== PARTS || cells.some(({ parts }) => !Number.isInteger(parts))) {
    const names = cells.map(({ panel, parts }) => `${panel.name} (${parts})`);
    throw new Error(`The panels of a row must fill ${PARTS} parts, got ${names.join(', ')}.`);
  }
  return { height, cells };
}

/** Gives a panel some of the twelve parts of its row. */
export function wide(parts: number, panel: Panel): Cell {
  return { panel, parts };
}

/** Writes the layout as Studio's JSON has it. */
export function layoutJson(rows: readonly Row[], inputs: readonly string[]): object {
  let y = 0;
  const structure = rows.flatMap(({ height, cells }) => {
    let x = 0;
    const items = cells.map(({ panel, parts }) => {
      const w = (WIDTH / PARTS) * parts;
      const item = {
        item: panelId(panel),
        type: 'block',
        position: { x, y, w, h: height },
      };
      x += w;
      return item;
    });
    y += height;
    return items;
  });
  return { type: 'grid', options: { width: WIDTH }, globalInputs: inputs, structure };
}

export function panelId({ name }: Panel): string {
  return `viz_${name}`;
}
