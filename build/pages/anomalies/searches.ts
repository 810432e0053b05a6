/**
 * Makes the searches of the page Anomalies. All panels go on from rows that were scored once; lstmscore
 * takes at most 500,000 rows, and explains only the anomalies.
 */

import { otherFields } from '../rows/chosen-rows.ts';
import { chain, orSay, type Source, search } from '../studio/sources.ts';
import { decoded, quotedForSearch } from '../studio/token-values.ts';

const span = `tonumber(${decoded('span')})`;
/** The spans of the grid, as far as there is room for their names. */
const SPANS = 12;

/**
 * A place in time as the grid writes it, which a click gives back. Only the newest spans have one, so that no two
 * have the same.
 */
const place = `case(isnull(_time) OR floor(lstm_last/${span})-floor(_time/${span})>=${SPANS}, "before", ${span}>=86400, strftime(floor(_time/${span})*${span}, "%m-%d"), 1=1, strftime(floor(_time/${span})*${span}, "%d %H:%M"))`;

const outcome = `case(isnull(_time), "no time", isnotnull(lstm_surprise), "scored", isnotnull(lstm_status) AND lstm_status!="ok", lstm_status, isnotnull(lstm_lower), "a forecast: open the page Forecast", 1=1, "no anomaly score: open the page Scores")`;

/** The entity's field gets a name of its own, because a chain cannot name a field by a token in eval. */
export const scored: Source = search(
  'scored',
  `$asked:source$
  | lstmscore $model|s$ as lstm explain=3 drift=false
  | rename $entity|s$ as entity
  | eventstats max(_time) as lstm_last
  | eval entity=coalesce(entity, "(no value in ".${decoded('entity')}.")"), lstm_outcome=${outcome}, lstm_place=${place}
  | table *`,
  { time: 'when' },
);

const ofAnomalies = '| where lstm_outcome="scored"';
const NOT_SCORED = 'No row has an anomaly score: see what became of the rows, above.';
const NONE = 'No row reaches the threshold of the model.';

export const outcomes = chain(
  scored,
  'outcomes',
  orSay(
    `| stats count as rows by lstm_outcome
    | sort 0 - rows
    | rename lstm_outcome as outcome
    | table rows outcome`,
    'The search gave no rows: try it in Search, with this time range.',
    'outcome',
  ),
);

export const totals = chain(
  scored,
  'totals',
  `${ofAnomalies}
  | eval anomaly=if(lstm_is_anomaly="true", 1, 0), expected=1-lstm_threshold, hit=if(anomaly=1, entity, null())
  | stats count as rows sum(anomaly) as anomalies sum(expected) as expected dc(entity) as entities dc(hit) as odd
  | eval expected=round(expected, 1)`,
);

/**
 * The worst score of each entity and span, of the twelve worst entities. It is told as the power of ten of how rare it
 * is, 1 for one row in ten, since scores near 1 look alike.
 */
export const grid = chain(
  scored,
  'grid',
  orSay(
    `${ofAnomalies}
    | where lstm_place!="before"
    | stats max(lstm) as score min(_time) as lstm_time by entity lstm_place
    | eventstats max(score) as worst by entity
    | sort 0 - worst entity lstm_place
    | streamstats dc(entity) as place
    | where place<=12
    | eval rarity=floor(0.0001-log(max(0.00001, 1-score), 10))
    | eval lstm_time=floor(lstm_time/${span})
    | sort 0 lstm_time - worst
    | rename lstm_place as time
    | table time entity rarity`,
    NOT_SCORED,
    'entity',
  ),
);

export const overTime = chain(
  scored,
  'over_time',
  orSay(
    `${ofAnomalies}
    | eval _time=floor(_time/${span})*${span}, anomaly=if(lstm_is_anomaly="true", 1, 0)
    | stats sum(anomaly) as anomalies by _time`,
    NOT_SCORED,
    'anomalies',
    ['_time'],
  ),
);

/** The field that adds most to the score of an anomaly, without how far back it came from. */
export const fields = chain(
  scored,
  'fields',
  orSay(
    `${ofAnomalies}
    | where lstm_is_anomaly="true"
    | mvexpand lstm_reason
    | rex field=lstm_reason "^(?<field>.*?)(?: \\((?:\\d+ back|(?:above|below) all training values)\\))?:(?<bits>[^:]*)$$"
    | stats sum(bits) as bits count as anomalies by field
    | sort 8 - bits
    | eval bits=round(bits, 1)
    | table field bits`,
    NONE,
    'field',
    ['bits'],
  ),
);

export const clickedRows = chain(
  scored,
  'clicked_rows',
  `${orSay(
    `${ofAnomalies}
    | where (${decoded('who')}="*" OR entity=${decoded('who')}) AND (${decoded('at')}="*" OR lstm_place=${decoded('at')})
    | sort 0 - lstm
    | head 100
    | eval time=strftime(_time, "%m-%d %H:%M:%S"), score=lstm, anomaly=lstm_is_anomaly, expected=mvjoin(lstm_expected, ", "), why=mvjoin(lstm_reason, ", ")
    | ${otherFields(['time', 'score', 'anomaly', 'expected', 'why'])}
    | table time entity score anomaly why expected row`,
    'No row is of this entity and time: click on a circle above.',
    'why',
  )}
  | eval _search=${decoded('asked:source')}." | lstmscore ".${quotedForSearch(decoded('model'))}." as odd explain=3".if(isnull(entity), "", " | search ".${quotedForSearch(decoded('entity'))}."=".${quotedForSearch('entity')})." | sort 0 - odd"`,
);
