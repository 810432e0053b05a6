/**
 * Says whether a linear model stands beside the LSTM layers, and why.
 *
 * @module
 */

import { counted, type Notice } from '../../notice.ts';

/** @param isChosen - whether validation rows chose the parts */
export function besideNotice(part: number, rows: number, isChosen: boolean): Notice {
  if (part === 1) {
    return {
      level: 'INFO',
      text: `A linear model of the same inputs predicts alone: on ${counted(rows, 'validation row')} the LSTM beside it predicts worse; wide=false takes the LSTM instead.`,
    };
  }
  const percent = Math.round(100 * part);
  const why = isChosen
    ? `${counted(rows, 'validation row')} do not speak against it; wide=false leaves it out`
    : `${counted(rows, 'validation row')} are too few to choose other parts`;
  return {
    level: 'INFO',
    text: `A linear model of the same inputs stands beside the LSTM and makes ${percent} % of the prediction: ${why}.`,
  };
}

export function aloneNotice(rows: number): Notice {
  return {
    level: 'INFO',
    text: `The LSTM stands alone: on ${counted(rows, 'validation row')} a linear model of the same inputs beside it predicts worse; wide=true would add it all the same.`,
  };
}
