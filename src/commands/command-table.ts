/**
 * The commands as people read of them: `commands.conf`, `searchbnf.conf` and the reference page are
 * generated from this table.
 *
 * @module
 */

import type { Option, OptionTable } from './arguments/option.ts';
import { fitOptions } from './fit/fit-options.ts';
import { manageOptions } from './models/manage-options.ts';
import { modelsOptions } from './models/models-options.ts';
import { scoreOptions } from './score/score-options.ts';

export interface DescribedOption extends Omit<Option<unknown>, 'parse'> {
  readonly name: string;
}

export interface DescribedCommand {
  readonly name: 'lstmfit' | 'lstmscore' | 'lstmmodels' | 'lstmmanage';
  readonly syntax: string;
  readonly shortdesc: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly related: readonly string[];
  readonly examples: readonly { readonly example: string; readonly comment: string }[];
  /** Splunk warns before it runs such a command from a link or a dashboard. */
  readonly isRisky: boolean;
  readonly options: readonly DescribedOption[];
}

export const commandTable: readonly DescribedCommand[] = [
  {
    name: 'lstmfit',
    syntax:
      'lstmfit [<target>] from <field>... into [app:|user:]<model> [as <name>] [by <field>...] [<option>=<value>]...',
    shortdesc: 'Trains an LSTM model on the results and saves it.',
    description:
      'Trains a recurrent network (LSTM) that predicts the target from the other fields, of one row or of windows of rows in time order, or from the characters of a text, and saves it as a model. With a horizon it forecasts a number so many rows ahead. Without a target it learns what comes next in each entity, and scores tell how odd each row is. After from, * stands for any characters and -field leaves a field out. into app:<model> shares the model in the app of the search; otherwise it is private.',
    tags: ['machine learning', 'lstm', 'train', 'classify', 'predict', 'sequence'],
    related: ['lstmscore', 'lstmmodels', 'fit'],
    examples: [
      {
        example: 'index=netflow | lstmfit label from * into ddos',
        comment: 'Learn to tell the classes of label from all other fields of a flow.',
      },
      {
        example: 'index=wineventlog | lstmfit from EventCode by host into m',
        comment: 'Learn, without labels, which events follow one another on each host.',
      },
      {
        example:
          'index=perf | timechart span=1h avg(cpu) AS cpu | lstmfit cpu from cpu into cpu horizon=24',
        comment: 'Learn to forecast a day of hours.',
      },
      {
        example:
          'index=netflow | lstmfit label from bytes* packets* duration into app:ddos by src window=20',
        comment: 'Learn from the last 20 flows of each source; share the model in the app.',
      },
      {
        example:
          '| inputlookup netflows.csv | lstmfit label from * -src -dst into ddos output=summary',
        comment: 'Leave two fields out, and return one row about the model.',
      },
      {
        example: 'index=dns | lstmfit label from query into dga',
        comment: 'Learn from the characters of a text, such as a domain name.',
      },
    ],
    isRisky: true,
    options: described(fitOptions),
  },
  {
    name: 'lstmscore',
    syntax: 'lstmscore [app:|user:]<model> [as <name>] [<option>=<value>]...',
    shortdesc: 'Adds the predictions of an LSTM model to the results.',
    description:
      'Keeps every row and adds predicted(<target>), probability(<target>=<class>) and status(<target>), or anomaly_score, is_anomaly and more for a model without a target; a forecast stands on the row that it predicts, between lower(<target>) and upper(<target>). With by=entity or by=session one row with entity_score takes the place of all rows of an entity or a session. Without app: or user: the private model of this name is taken first, then the one of the app, then a global one.',
    tags: ['machine learning', 'lstm', 'score', 'classify', 'predict', 'sequence'],
    related: ['lstmfit', 'lstmmodels', 'apply'],
    examples: [
      {
        example: 'index=netflow | lstmscore ddos | stats count by label "predicted(label)"',
        comment: 'Compare the predictions with the labels.',
      },
      {
        example: 'index=netflow earliest=-65m | lstmscore app:ddos since=-5m',
        comment: 'On a five-minute schedule: score the last five minutes, with an hour of history.',
      },
      {
        example: 'index=netflow | sort 0 _time | lstmscore ddos as verdict order=input',
        comment:
          'Stream rows that ascend in time, and name the columns verdict, verdict_status, ….',
      },
      {
        example: 'index=perf | timechart span=1h avg(cpu) AS cpu | lstmscore cpu future=24',
        comment: 'Append the day to come, with bounds, to the hours that were.',
      },
      {
        example: 'index=wineventlog earliest=-1d | lstmscore m by=entity | where is_anomaly="true"',
        comment: 'The hosts whose day is odd as a whole, one row each.',
      },
    ],
    isRisky: false,
    options: described(scoreOptions),
  },
  {
    name: 'lstmmodels',
    syntax: 'lstmmodels [[app:|user:]<model>] [<option>=<value>]...',
    shortdesc: 'Lists LSTM models, and what is in one of them.',
    description:
      'The first command of a search. Without a model it lists every model that you may read, in any app, one row each. With one it shows that model, or with show= its versions, layers, fields, epochs, curves, classes, or how it was trained. show=fits lists the fits that run now and lately, show=health checks the installation, show=settings lists its limits. size is in bytes, age in seconds; size_text and age_text say both in words, and needs why a model should be looked at.',
    tags: ['machine learning', 'lstm', 'model', 'list', 'versions', 'metrics'],
    related: ['lstmmanage', 'lstmfit', 'lstmscore'],
    examples: [
      {
        example: '| lstmmodels | where age>86400*30',
        comment: 'Models that were not retrained for a month.',
      },
      {
        example: '| lstmmodels show=fits',
        comment: 'The fits that run now and lately, with epoch, losses and time left.',
      },
      {
        example: '| lstmmodels app:ddos show=versions',
        comment: 'The versions of a model that its file keeps, with their figures.',
      },
      {
        example: '| lstmmodels ddos show=epochs version=2 | table epoch loss val_loss',
        comment: 'How version 2 was trained: show it as a line chart.',
      },
    ],
    isRisky: false,
    options: described(modelsOptions),
  },
  {
    name: 'lstmmanage',
    syntax: 'lstmmanage (delete|rollback|share) [app:|user:]<model> [<option>=<value>]...',
    shortdesc: 'Deletes, rolls back and shares LSTM models.',
    description:
      'The first command of a search. delete removes a model, or one version of it. rollback takes an older version into use again and keeps the others. share says who may read and write a model, and names the fields whose values it carries.',
    tags: ['machine learning', 'lstm', 'model', 'delete', 'rollback', 'share', 'permissions'],
    related: ['lstmmodels', 'lstmfit', 'lstmscore'],
    examples: [
      {
        example: '| lstmmanage rollback app:ddos',
        comment: 'Score with the version that was in use before.',
      },
      {
        example: '| lstmmanage share ddos sharing=app read="user,power" write=admin',
        comment: 'Move a private model into the app of the search, for some roles.',
      },
      {
        example: '| lstmmanage delete ddos version=3',
        comment: 'Delete one version; without version= the whole model.',
      },
    ],
    isRisky: true,
    options: described(manageOptions),
  },
];

function described(table: OptionTable): DescribedOption[] {
  return Object.entries(table).map(([name, { group, allowed, syntax, default: value, help }]) => {
    return { name, group, allowed, syntax, default: value, help };
  });
}
