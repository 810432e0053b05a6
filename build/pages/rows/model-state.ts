/**
 * Says whether the chosen model can serve the page, what it needs, whether the chosen rows have its fields, and what
 * became of them.
 */
import { openView } from '../studio/drilldowns.ts';
import { orSay, quoteText, type Source, search } from '../studio/sources.ts';
import { type Panel, table } from '../studio/visualizations.ts';

/** The page that shows the rows of a model of each mode. */
const PAGES = { classify: 'Scores', anomaly: 'Anomalies', forecast: 'Forecast' } as const;

/** @param mode - the mode of the models that the page is for */
export function modelPanel(mode: keyof typeof PAGES): Panel {
  const others = Object.entries(PAGES).filter(([of]) => of !== mode);
  const elsewhere = others.map(
    ([of, page]) =>
      `mode=${quoteText(of)}, ${quoteText(`This page cannot show it: open ${page}.`)}`,
  );
  return table({
    name: 'model_state',
    title: 'The model',
    description: 'Click to see it in full. Drift is what scoring in Search has found.',
    source: search(
      'model_state',
      orSay(
        `| lstmmodels
        | where model=replace($model|s$, "^(app|user):", "")
        | eval needs=case(mode!=${quoteText(mode)}, case(${elsewhere.join(', ')}, 1=1, "This page cannot show it: look at the page Model."), needs!="", needs, 1=1, "nothing"), trained=age_text." ago", _model=model
        | table trained figure needs _model`,
        'You may read no model of this name: choose another one above, or see the page Models.',
        'needs',
      ),
      { refresh: 60 },
    ),
    count: 2,
    widths: { trained: 90, figure: 150, needs: 150 },
    onClick: [openView('lstm_model', { model: 'row._model.value' })],
  });
}

/**
 * Says which fields of the model the first rows lack: a search that fails for that reason has its message cut short by
 * Studio.
 */
export const missingPanel: Panel = table({
  name: 'model_fields',
  title: 'Fields of the model in these rows',
  source: search(
    'model_fields',
    `$asked:source$
    | \`lstm_field_list\`
    | eval here=1
    | append [| lstmmodels $model|s$ show=fields
      | where role="feature" OR role="by"
      | eval wanted=1]
    | stats max(here) as here max(wanted) as wanted by field
    | eval missing=if(wanted=1 AND isnull(here), field, null())
    | stats sum(wanted) as wanted values(missing) as missing
    | eval fields=case(isnull(wanted), "The search gives no rows, or you may read no model of this name.", isnull(missing), "These rows have all fields of the model: ".wanted.".", 1=1, "Not in the first 500 rows: ".mvjoin(missing, ", ").". Rename or add what no row has.")
    | table fields`,
    { time: 'when' },
  ),
  count: 1,
});

/** Shows what scoring in Search has found: pages score with drift=false, because opening one says nothing of new rows. */
export const driftPanel: Panel = table({
  name: 'drift',
  title: 'Drift',
  description: 'What scoring in Search has found, in the time range above',
  source: search(
    'drift',
    orSay(
      `index=_internal sourcetype=lstm_toolkit event=drift
      | where replace(model, "^(app|user):", "")=replace($model|s$, "^(app|user):", "")
      | sort 0 - _time
      | head 3
      | eval when=strftime(_time, "%m-%d %H:%M"), found=case(isnotnull(reason), reason, drifted>0, drifted." drifted, most of all ".mvindex(split(furthest, ", "), 0), 1=1, "none")
      | table when found`,
      'No search scored 1,000 rows.',
      'found',
    ),
    { time: 'when' },
  ),
  count: 3,
  widths: { when: 90, found: 300 },
});

/** @param source - gives `rows` and `outcome` */
export function outcomesPanel(source: Source): Panel {
  return table({
    name: 'outcomes',
    title: 'What became of the rows',
    description: 'Point at a red sign to read why a search failed.',
    source,
    count: 3,
    widths: { rows: 80, outcome: 190 },
  });
}
