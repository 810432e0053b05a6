/** Lists the fields of a model: `lstmmodels … show=fields`. */

import type { Scaling } from '../../encode/field/scaling.ts';
import { type ModelHeader, pauseEncoder } from '../../model/header.ts';
import type { TextField } from '../../readings/characters/encoder.ts';
import type { TokenField } from '../../readings/fields/tokens.ts';
import type { Encoder } from '../../readings/reading.ts';
import { type FieldEncoder, fieldWidth } from '../../readings/rows/features.ts';
import { PAUSE_FEATURES } from '../../readings/rows/pause.ts';
import type { TableRecord } from '../tables/record-table.ts';
import { wordsOf } from '../tasks/words.ts';

export function fieldRecords(header: ModelHeader): TableRecord[] {
  const { target, encoder, sequence, training } = header;
  const pause = pauseEncoder(header);
  const doubts = new Map(training.doubtful?.map(({ field, reason }) => [field, reason]));
  return [
    ...wordsOf(target)
      .fields(target)
      .map(({ role, field, kind, values }) => record(role, { field, kind }, { values })),
    ...featureRecords(encoder).map((feature) => {
      const reason = doubts.get(String(feature['field']));
      return reason === undefined ? feature : { ...feature, reason };
    }),
    ...(pause === undefined
      ? []
      : [
          record(
            'pause',
            { field: sequence.time ?? '', kind: 'numeric' },
            { ...scalingDetails(pause), inputs: PAUSE_FEATURES },
          ),
        ]),
    ...(sequence.time === null ? [] : [record('time', { field: sequence.time, kind: 'time' }, {})]),
    ...sequence.by.map((field) => record('by', { field, kind: 'entity' }, {})),
    ...(training.leftOut ?? []).map(({ field, reason }) =>
      record('left out', { field, kind: undefined }, { reason }),
    ),
  ];
}

/** The fields of each reading have types of their own, which say different details. */
function featureRecords(encoder: Encoder): TableRecord[] {
  if (encoder.kind === 'features') {
    return encoder.fields.map((field) => record('feature', field, featureDetails(field)));
  }
  if (encoder.kind === 'tokens') {
    return encoder.fields.map((field) => record('feature', field, tokenDetails(field)));
  }
  return encoder.fields.map((field) => {
    const details = field.kind === 'text' ? textDetails(field) : featureDetails(field);
    return record('feature', field, details);
  });
}

/** These cells are known of some fields only. */
interface Details {
  readonly encoding?: string;
  /** The network gets so many numbers of a row from the field; with `window=fields`, so many tokens; of a text, characters at most. */
  readonly inputs?: number;
  /** Values that the model distinguishes: categories, classes, bins. */
  readonly values?: number | undefined;
  readonly nulls?: boolean;
  readonly center?: number;
  readonly scale?: number;
  /** Why it is left out, or why a feature is doubtful. */
  readonly reason?: string;
}

function record(
  role: string,
  { field, kind }: { readonly field: string; readonly kind: string | undefined },
  { encoding, inputs, values, nulls, center, scale, reason }: Details,
): TableRecord {
  return { field, role, kind, encoding, inputs, values, nulls, center, scale, reason };
}

function featureDetails(field: FieldEncoder): Details {
  const inputs = fieldWidth(field);
  if ('vocabulary' in field) {
    const { values, hasNull } = field.vocabulary;
    return { encoding: field.encoding, inputs, values: values.length, nulls: hasNull };
  }
  if ('scale' in field) return { ...scalingDetails(field), inputs, nulls: field.hasNull };
  return { encoding: 'octets', inputs, nulls: field.hasNull };
}

function tokenDetails(field: TokenField): Details {
  const encoding = 'tokens';
  if ('vocabulary' in field) {
    const { values, hasNull } = field.vocabulary;
    return { encoding, inputs: 1, values: values.length, nulls: hasNull };
  }
  if ('edges' in field) {
    return {
      encoding: 'tokens of bins',
      inputs: 1,
      values: field.edges.length + 1,
      nulls: field.hasNull,
    };
  }
  const values = field.parts.reduce((sum, part) => sum + part.values.length, 0);
  return {
    encoding: 'tokens of octets',
    inputs: field.parts.length,
    values,
    nulls: field.parts.some(({ hasNull }) => hasNull),
  };
}

function textDetails({ length, case: letters, vocabulary }: TextField): Details {
  const encoding = letters === 'lower' ? 'characters in lower case' : 'characters';
  const { values, hasNull } = vocabulary;
  return { encoding, inputs: length, values: values.length, nulls: hasNull };
}

function scalingDetails({ scaling = 'auto', isLog, center, scale }: Scaling): Details {
  return { encoding: isLog ? `${scaling}, of the logarithm` : scaling, center, scale };
}
