import type { Mode } from '../../src/model/header.ts';
import { type TaskCase, taskSuite } from './task-suite.ts';

/** A task without a case does not compile. */
const cases: Record<Mode, TaskCase> = {
  classify: {
    features: {
      fits: [
        'label from load code ip into m by host window=4',
        'label from load code ip into m by host window=4 wide=true',
        'kind from load code into m window=3 categorical=embedding wide=true refit=true',
        'kind from load code into m window=3 categorical=embedding unseen=other refit=true',
      ],
    },
    tokens: {
      fits: [
        'label from load code ip into m window=fields',
        'kind from load ip into m window=fields',
        'label from load code ip into m window=fields wide=true class_weight=bad:3',
      ],
    },
    characters: {
      fits: [
        'label from name into m window=characters',
        'kind from name into m window=characters wide=true',
        'label from name load code ip into m window=characters',
        'kind from name into m window=characters length=5 case=keep refit=true',
      ],
    },
  },
  regress: {
    features: {
      fits: [
        'load from code ip into m by host window=4 mode=regress',
        'load from code ip into m by host window=4 mode=regress wide=true',
      ],
    },
    tokens: { fits: ['load from code ip into m window=fields mode=regress'] },
    characters: {
      fits: [
        'load from name into m window=characters mode=regress',
        'load from name code ip into m window=characters mode=regress categorical=embedding',
      ],
    },
  },
  forecast: {
    features: {
      fits: [
        'load from load code into m by host window=4 horizon=2',
        'load from load code into m by host window=4 horizon=2 wide=true',
      ],
    },
    tokens: {
      refused: 'load from load code into m window=fields horizon=2',
      why: /window=fields reads no rows before/,
    },
    characters: {
      refused: 'load from name into m window=characters horizon=2',
      why: /window=characters reads no rows before/,
    },
  },
  anomaly: {
    features: { fits: ['from load code ip into m by host window=4'] },
    tokens: { refused: 'from load code into m window=fields', why: /window must be at least 2/ },
    characters: {
      fits: ['from name into m window=characters', 'from name into m window=characters length=4'],
    },
  },
};

for (const [mode, readings] of Object.entries(cases)) taskSuite(mode as Mode, readings);
