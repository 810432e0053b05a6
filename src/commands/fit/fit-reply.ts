/**
 * Makes the reply of a fit: a table that was asked for, or the rows with predictions of the new model.
 *
 * @module
 */

import { EVEN_CHANCE } from '../../evaluate/threshold.ts';
import type { PreparedFit } from '../../fit/pipeline.ts';
import type { Folds } from '../../fit/search/folds.ts';
import type { Tuning } from '../../fit/search/tune.ts';
import type { FittedModel, ModelHeader } from '../../model/header.ts';
import type { Context } from '../../network/context.ts';
import type { EngineFactory } from '../../network/engine.ts';
import { type OutputColumn, writeTable, writeWithColumns } from '../../protocol/csv-writer.ts';
import type { Body } from '../../protocol/dialogue.ts';
import type { Messages } from '../../protocol/messages.ts';
import type { SearchResults } from '../../results/results.ts';
import { scoreRows } from '../../score/whole-search.ts';
import { createPredictor } from '../../wide/wide-predictor.ts';
import { warnReplaced } from '../run/warnings.ts';
import { epochTable } from '../tables/epoch-table.ts';
import { scoreColumns } from '../tasks/score-columns.ts';
import { wordsOf } from '../tasks/words.ts';
import type { Estimate } from './fit-estimate.ts';
import type { FitArguments } from './fit-options.ts';
import { summaryTable, tuneTable } from './fit-tables.ts';

/** What a fit made. */
export interface Made {
  readonly model: FittedModel;
  /** This is the number of the saved version; `undefined` where the version before was kept. */
  readonly version: number | undefined;
  readonly prepared: PreparedFit;
  readonly results: SearchResults;
}

/** What the reply is made with. */
interface ReplyParts extends Pick<Context, 'breathe'> {
  readonly fit: FitArguments;
  readonly app: string;
  readonly sharing: string;
  readonly messages: Messages;
  readonly estimate: Estimate | undefined;
  readonly folds: Folds | undefined;
  readonly tuning: Tuning | undefined;
  readonly createEngine: EngineFactory;
}

export async function fitReply(made: Made, parts: ReplyParts): Promise<Body> {
  const { app, sharing, estimate, folds, tuning } = parts;
  const { options, model } = parts.fit;
  const { header } = made.model;
  if (options.result.output === 'epochs') return writeTable(epochTable(header));
  if (tuning !== undefined && options.result.output === 'tune') {
    return writeTable(tuneTable(tuning));
  }
  if (options.result.output === 'summary') {
    const place = { model: model.name, app, sharing, version: made.version };
    return writeTable(summaryTable(header, place, { estimate, folds }));
  }
  return writeWithColumns(made.results, await predictions(made, parts));
}

async function predictions(
  { model, results, prepared: { setOf } }: Made,
  { fit: { as }, messages, createEngine, breathe }: ReplyParts,
): Promise<OutputColumn[]> {
  const { header } = model;
  const engine = await createPredictor(model, createEngine);
  const { scores } = await scoreRows(withoutUnseenError(header), engine, results, { breathe });
  const columns = scoreColumns(header, scores, {
    as,
    threshold: header.threshold ?? EVEN_CHANCE,
    probabilities: false,
  });
  const sets = scores.status.map((_, row) => setOf(row));
  const all = [...columns, { name: wordsOf(header).names(header.target, as).set, values: sets }];
  warnReplaced(results, all, messages);
  return all;
}

/** `unseen=error` is for later rows: rare values of the fit's own must not stop it once it is saved. */
function withoutUnseenError(header: ModelHeader): ModelHeader {
  const { policies } = header;
  if (policies.unseen !== 'error') return header;
  return { ...header, policies: { ...policies, unseen: 'other' } };
}
