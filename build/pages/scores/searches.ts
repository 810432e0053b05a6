/**
 * Makes the searches of the page Scores. The rows are scored once, and counted by time, entity, class and
 * probability; the panels go on from these counts. Only the rows of a clicked hour are scored again, with
 * reasons, which cost.
 */

import { otherFields } from '../rows/chosen-rows.ts';
import { chain, orSay, type Source, search } from '../studio/sources.ts';
import { decoded, epochOf, quotedForSearch } from '../studio/token-values.ts';

/** The seconds of a span, which the reader chooses. */
const span = `tonumber(${decoded('span')})`;

/** Of several classes the model gives each a probability; that of the predicted one is taken. */
const predicted = `eval lstm_probability=null()
| foreach lstm_probability_* [ eval lstm_probability=if(lstm="<<MATCHSTR>>", '<<FIELD>>', lstm_probability) ]
| rename $entity|s$ as entity`;

/** What became of a row. A model without classes is refused by lstmscore, because it has no probabilities. */
const outcome = `case(isnull(_time), "no time", isnotnull(lstm_probability), "scored", 1=1, coalesce(lstm_status, "no class"))`;

export const counts: Source = search(
  'counts',
  `$asked:source$
  | lstmscore $model|s$ as lstm probabilities=true drift=false
  | ${predicted}
  | eval outcome=${outcome}, _time=floor(coalesce(_time, 0)/${span})*${span}, class=if(outcome="scored", lstm, "-"), entity=coalesce(entity, "(no value in ".${decoded('entity')}.")"), level=if(outcome="scored", floor(lstm_probability*20)/20, -1)
  | stats count as rows by _time entity class level outcome`,
  { time: 'when' },
);

/** An alert is a row of another class than the normal one, which is as probable as the reader wants. */
const alerts = `eval alerts=if(class!=${decoded('normal')} AND level>=tonumber(${decoded('least')}), rows, 0)`;

/** The days from the first row to the last one. */
const days = `eventstats min(_time) as lstm_from max(_time) as lstm_to
| eval days=(lstm_to-lstm_from+${span})/86400`;

const NOT_SCORED = 'No row was scored as a class: see what became of the rows, above.';
const ofClasses = '| where outcome="scored"';

export const outcomes = chain(
  counts,
  'outcomes',
  orSay(
    `| stats sum(rows) as rows by outcome
    | sort 0 - rows
    | table rows outcome`,
    'The search gave no rows: try it in Search, with this time range.',
    'outcome',
  ),
);

export const budget = chain(
  counts,
  'budget',
  `${ofClasses}
  | ${alerts}
  | ${days}
  | stats sum(rows) as rows sum(alerts) as alerts max(days) as days
  | eval alerts_a_day=round(alerts/days, 1), budget=tonumber(${decoded('budget')}), share=round(100*alerts/days/budget)
  | table rows alerts alerts_a_day budget share`,
);

export const classesOverTime = chain(
  counts,
  'classes_over_time',
  `${orSay(ofClasses, NOT_SCORED, 'class', ['_time', 'rows', 'level'])}
  | ${alerts}
  | eval class=if(class=${decoded('normal')}, "(normal)", class)
  | chart sum(alerts) over _time by class
  | fields - "(normal)"`,
);

/** Each twentieth of the probability that alerts have, with the alerts a day that are at least as probable. */
export const byProbability = chain(
  counts,
  'by_probability',
  orSay(
    `${ofClasses}
    | ${days}
    | where class!=${decoded('normal')}
    | stats sum(rows) as rows max(days) as days by level
    | sort 0 - level
    | streamstats sum(rows) as so_far
    | eval probability=round(level, 2), alerts=round(so_far/days, 1), budget=tonumber(${decoded('budget')})
    | sort 0 probability
    | table probability alerts budget`,
    'No alert',
    'probability',
    ['alerts'],
  ),
);

export const byDay = chain(
  counts,
  'by_day',
  orSay(
    `${ofClasses}
    | ${alerts}
    | eval day=strftime(_time, "%Y-%m-%d")
    | stats sum(alerts) as alerts by day
    | eval budget=tonumber(${decoded('budget')})`,
    'No rows',
    'day',
    ['alerts', 'budget'],
  ),
);

/** The time with the most alerts of each entity leads to its rows. */
export const entities = chain(
  counts,
  'entities',
  orSay(
    `${ofClasses}
    | ${alerts}
    | where alerts>0
    | stats sum(alerts) as alerts max(level) as level values(class) as classes by entity _time
    | sort 0 entity - alerts
    | eventstats sum(alerts) as all by entity
    | stats first(all) as alerts max(level) as probability values(classes) as classes first(_time) as _at by entity
    | sort 10 - alerts
    | eval classes=mvjoin(classes, ", "), "most at"=strftime(_at, "%m-%d %H:%M")
    | table entity alerts classes "most at" _at`,
    'No alert: lower the least probability, or choose other rows above.',
    'entity',
  ),
);

/** Rows before the clicked time are history, which the windows of later rows need. */
export const clickedRows = search(
  'clicked_rows',
  `${orSay(
    `$asked:source$
    | where _time<${epochOf('at')}+${span}
    | lstmscore $model|s$ as lstm probabilities=true drift=false explain=3 explain_all=true since=$at|s$
    | ${predicted}
    | where ${decoded('who')}="*" OR entity=${decoded('who')}
    | eval time=strftime(_time, "%m-%d %H:%M:%S"), class=lstm, probability=lstm_probability, why=mvjoin(lstm_reason, ", "), lstm_order=if(class=${decoded('normal')}, 1, 0)
    | sort 0 lstm_order _time
    | head 100
    | ${otherFields(['time', 'class', 'probability', 'why'])}
    | table time entity class probability why row`,
    'No row is of this time and entity: click on a column or an entity above.',
    'why',
  )}
  | eval _search=${decoded('asked:source')}." | lstmscore ".${quotedForSearch(decoded('model'))}." as verdict explain=3".if(isnull(entity), "", " | search verdict=".${quotedForSearch('class')}." ".${quotedForSearch(decoded('entity'))}."=".${quotedForSearch('entity')})`,
  { time: 'when' },
);
