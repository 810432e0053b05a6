/** Says in one sentence how good a model is and what to do next, and shows its figures beside the baseline. */
import { palette } from '../studio/palette.ts';
import { chain, orSay, search } from '../studio/sources.ts';
import { type Panel, singleValue, table } from '../studio/visualizations.ts';

/** Every fact of the model as group, name and value. */
export const facts = search('facts', '| lstmmodels $model|s$ show=search');

/**
 * One row with what the sentence is made of. The figures that count are those of test rows where there are
 * any, then of validation rows; the baseline was evaluated on the same rows.
 */
const summary = chain(
  facts,
  'summary',
  `| eval decides=if(name="baseline_by", value, null())
  | eventstats first(decides) as decides
  | eval decides=coalesce(decides, "f1"),
    test=if(name="test_".decides, value, null()),
    validation=if(name="val_".decides, value, null()),
    training=if(name="train_".decides, value, null()),
    simple=if(name="baseline_".decides, value, null()),
    simple_name=if(name="baseline", value, null()),
    doubt=if(name="doubt", value, null()),
    mode=if(name="mode", value, null()),
    target=if(name="target", value, null()),
    rows=if(name="rows_used", value, null()),
    version=if(group="model" AND name="version", value, null())
  | stats first(decides) as decides first(test) as test first(validation) as validation first(training) as training first(simple) as simple first(simple_name) as simple_name first(doubt) as doubt first(mode) as mode first(target) as target first(rows) as rows first(version) as version
  | eval target=if(target!="", target, "next row")
  | eval set=case(test!="", "test", validation!="", "validation", 1=1, "training"),
    figure=tonumber(case(set="test", test, set="validation", validation, 1=1, training)),
    simple=tonumber(simple),
    gain=if(match(decides, "^(f1|pr_auc)$$"), figure-simple, simple-figure)
  | eval shown=round(figure, 3), simple_shown=round(simple, 3),
    against=decides." ".shown." against ".simple_shown." of ".simple_name." on ".set." rows"
  | eval state=case(doubt!="", "problem", isnull(figure) OR isnull(simple), "warning", gain>0.01*abs(simple), "ok", 1=1, "warning")
  | eval verdict=case(
      doubt="chance", "No better than chance: what it says of rows means nothing.",
      doubt="false positives", "Its threshold calls most rows of the other class positive.",
      doubt!="", "The fit doubted this model: ".doubt.".",
      isnull(figure), "This model has no figure of rows that it was not trained on.",
      isnull(simple), decides." ".shown." on ".set." rows; there is no simpler model to compare it with.",
      state="ok", "Better than a simpler model: ".against.".",
      1=1, "A simpler model is as good: ".against."."),
    next_step=case(
      doubt="chance", "Add fields that tell of the target, more rows, or more epochs, and fit again.",
      doubt!="", "Fit again with another threshold, for example threshold=fpr:0.01.",
      isnull(figure), "Fit again on more rows, so that some are kept to validate.",
      state="ok" AND set="training", "These are rows that trained it: fit again on more rows before you trust it.",
      state="ok", "Use it: | lstmscore ".$model|s$.".",
      1=1, "Use the simpler model, or give this one what it lacks: a window of rows, by an entity, more rows.")`,
);

const sentence = chain(
  summary,
  'sentence',
  `| table state verdict next_step | rename next_step as "next step"`,
);

export const verdictPanel: Panel = table({
  name: 'verdict',
  title: 'Is it any good?',
  source: sentence,
  count: 1,
  widths: { state: 75, verdict: 395, 'next step': 330 },
  states: ['state'],
});

/** The facts that fit in one large value each. */
export const keyPanels: readonly Panel[] = [
  value('mode', 'Task'),
  value('target', 'Predicts'),
  value('shown', 'This model', palette.blue),
  value('simple_shown', 'Simpler model', palette.orange),
  value('rows', 'Rows it was made of'),
  value('version', 'Version in use'),
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
