/** Says in one sentence how good a model is and what to do next, and shows its figures beside the baseline. */
import { palette } from '../studio/palette.ts';
import { chain, orSay, search } from '../studio/sources.ts';
import { type Panel, singleValue, table } from '../studio/visualizations.ts';

/**
 * The model's row of the list. The list does not fail where the model is gone, so the sentence about that
 * stands in the first panel, beside others that show the error of their search.
 */
const listed = search(
  'listed',
  orSay(
    '| lstmmodels | where model=replace($model|s$, "^(app|user):", "")',
    'You may read no model of this name: choose another one above, or see the page Models.',
    'verdict',
  ),
);

/** One row a question, because sentences need the width of the page. */
export const verdictPanel: Panel = table({
  name: 'verdict',
  title: 'In short',
  source: chain(
    listed,
    'verdict',
    `| eval verdict=if(coalesce(verdict, "")!="", verdict, "An earlier release fitted this model and kept no verdict: see its figures below, or fit it again."),
      needs=if(coalesce(needs, "")!="", needs, "nothing"),
      age=age_text." old, version ".version." of ".versions.", ".size_text,
      access=case(sharing="user", "only ".owner.", in app ".app,
        1=1, if(read="*", "everyone", read)." may read it, ".if(write="*", "everyone", write)." may change it; ".if(sharing="global", "all apps", "app ".app)." (kept in ".app.")"),
      question=split(if(isnull(model) OR model="", "No such model", "Is it any good?,What needs attention?,How old is it?,Who may use it?"), ",")
    | mvexpand question
    | eval answer=case(match(question, "good|No such"), verdict, question="What needs attention?", needs, question="How old is it?", age, 1=1, access)
    | table question answer`,
  ),
  count: 4,
  widths: { question: 130, answer: 900 },
});

/** Every fact of the model as group, name and value. */
const facts = search('facts', '| lstmmodels $model|s$ show=search');

/**
 * One row with the figure that decides. That of test rows counts where there are any, then that of
 * validation rows; the simpler model was evaluated on the same rows.
 */
const summary = chain(
  facts,
  'summary',
  `| eval decides=if(name="baseline_by", value, null())
  | eventstats first(decides) as decides
  | eval decides=coalesce(decides, "f1"),
    test=if(name="test_".decides, value, null()),
    other=if(name="val_".decides OR name="train_".decides, value, null()),
    simple=if(name="baseline_".decides, value, null()),
    mode=if(name="mode", value, null()),
    target=if(name="target", value, null()),
    rows=if(name="rows_used", value, null())
  | stats first(decides) as decides first(test) as test first(other) as other first(simple) as simple first(mode) as mode first(target) as target first(rows) as rows
  | eval figure=coalesce(test, other), target=coalesce(target, "next row"),
    decides=if(isnotnull(test), "test ", "").decides`,
);

/** The facts that fit in one large value each. */
export const keyPanels: readonly Panel[] = [
  value('mode', 'Task'),
  value('target', 'Predicts'),
  value('decides', 'Figure that decides'),
  value('figure', 'This model', palette.blue),
  value('simple', 'Simpler model', palette.orange),
  value('rows', 'Rows it was made of'),
];

function value(field: string, title: string, color?: string): Panel {
  const panel = { name: `key_${field}`, title, source: summary, field };
  return singleValue(color === undefined ? panel : { ...panel, color, precision: 3 });
}

const figures = chain(
  facts,
  'figures',
  orSay(
    `| where group="metrics" AND match(name, "^(val|train|test|baseline)_") AND name!="baseline_by"
    | eval figure=replace(name, "^[a-z]+_", ""),
      validation=if(match(name, "^val_"), value, null()),
      training=if(match(name, "^train_"), value, null()),
      test=if(match(name, "^test_"), value, null()),
      "simpler model"=if(match(name, "^baseline_"), value, null())
    | stats first(test) as test first(validation) as validation first(training) as training first("simpler model") as "simpler model" by figure`,
    'This version was saved without figures: fit it again.',
    'figure',
  ),
);

export const figuresPanel: Panel = table({
  name: 'figures',
  title: 'Figures beside the simpler model',
  description:
    'Of test rows (which chose nothing), validation rows (which chose epoch and threshold) or training rows.',
  source: figures,
  count: 12,
  widths: { figure: 150, test: 120, validation: 140, training: 120, 'simpler model': 160 },
  precisions: { test: 3, validation: 3, training: 3, 'simpler model': 3 },
});
