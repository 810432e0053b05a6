/** Makes the searches of the page Forecast, which go on from one that scores all series. */

import { chain, orSay, type Source, search } from '../studio/sources.ts';
import { decoded, quotedForSearch } from '../studio/token-values.ts';

const outcome = `case(isnull(_time), "no time", lstm_status="future", "future", isnotnull(lstm_lower) AND isnull(actual), "forecast, but no value to hold against it: check the name of the target", isnotnull(lstm_lower), "forecast", isnotnull(lstm_status) AND lstm_status!="ok", lstm_status, 1=1, "no forecast with bounds: choose another model")`;

export const scored: Source = search(
  'scored',
  `$asked:source$
  | lstmscore $model|s$ as lstm drift=false since=$since|s$ future=$future|s$
  | rename $entity|s$ as entity, $target|s$ as actual
  | eval entity=coalesce(entity, "(no value in ".${decoded('entity')}.")"), actual=tonumber(actual), outcome=${outcome}
  | sort 0 _time
  | table _time entity actual lstm lstm_lower lstm_upper outcome`,
  { time: 'when' },
);

/** The entity that was chosen, else the first one of the rows. */
const ofEntity = `eventstats first(entity) as first max(eval(if(entity=${decoded('who')}, 1, 0))) as found
| where entity=if(found=1, ${decoded('who')}, first)`;

const NO_FORECAST = 'No row has a forecast: see what became of the rows, above.';
const isOutside = 'outcome="forecast" AND (actual<lstm_lower OR actual>lstm_upper)';

export const outcomes = chain(
  scored,
  'outcomes',
  orSay(
    '| stats count as rows by outcome | sort 0 - rows | table rows outcome',
    'The search gave no rows: try it in Search, with this time range.',
    'outcome',
  ),
);

export const lines = chain(
  scored,
  'lines',
  orSay(
    `| where isnotnull(lstm_lower)
    | ${ofEntity}
    | table _time actual lstm lstm_lower lstm_upper
    | rename lstm as forecast, lstm_lower as lower, lstm_upper as upper`,
    NO_FORECAST,
    'forecast',
    ['_time'],
  ),
);

export const totals = chain(
  scored,
  'totals',
  `| ${ofEntity}
  | eval known=if(outcome="forecast", 1, 0), within=if(known=1 AND NOT (${isOutside}), 1, 0), error=if(known=1, abs(actual-lstm), null()), next=if(outcome="future", lstm, null())
  | stats first(entity) as entity sum(known) as known sum(within) as within avg(error) as error first(next) as next
  | eval share=round(100*within/known), outside=known-within`,
);

export const entities = chain(
  scored,
  'entities',
  orSay(
    `| where outcome="forecast"
    | eval outside=if(${isOutside}, 1, 0)
    | stats count as rows sum(outside) as outside by entity
    | sort 12 - outside
    | eval within=round(100*(rows-outside)/rows)." %"
    | table entity outside within`,
    NO_FORECAST,
    'entity',
  ),
);

/** How far outside, in widths of the bounds, tells which rows to look at first. */
export const outside = chain(
  scored,
  'outside',
  `${orSay(
    `| ${ofEntity}
    | where ${isOutside}
    | eval by=round(max(lstm_lower-actual, actual-lstm_upper)/(lstm_upper-lstm_lower), 2), time=strftime(_time, "%Y-%m-%d %H:%M"), side=if(actual<lstm_lower, "below", "above"), _entity=entity
    | sort 50 - by
    | table time side actual lstm lstm_lower lstm_upper by _entity
    | rename lstm as forecast, lstm_lower as lower, lstm_upper as upper, by as widths`,
    'No value of this entity lies outside the bounds.',
    'time',
  )}
  | eval _search=${decoded('asked:source')}." | lstmscore ".${quotedForSearch(decoded('model'))}." as forecast since=".${quotedForSearch(decoded('since'))}." future=".tonumber(${decoded('future')}).if(isnull(_entity), "", " | search ".${quotedForSearch(decoded('entity'))}."=".${quotedForSearch('_entity')})`,
);

/** The bounds of future rows are made of the errors of each step on validation rows. */
export const steps = chain(
  scored,
  'steps',
  orSay(
    `| where outcome="future"
    | ${ofEntity}
    | streamstats count as step
    | eval error=round((lstm_upper-lstm_lower)/2, 1)
    | table step error`,
    'Choose rows ahead',
    'step',
    ['error'],
  ),
);
