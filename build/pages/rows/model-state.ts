/** Says whether the chosen model can serve the page, how good it is and what it needs. */
import { openView } from '../studio/drilldowns.ts';
import { orSay, quoteText, search } from '../studio/sources.ts';
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
