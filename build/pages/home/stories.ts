/** The stories of the demo: a picture of each, what is invented in it, and the ways on. */
import { openView, searchUrl, viewUrl } from '../studio/drilldowns.ts';
import { palette } from '../studio/palette.ts';
import { orSay, search } from '../studio/sources.ts';
import { bar, column, line, markdown, type Panel } from '../studio/visualizations.ts';

const NO_ROWS =
  'The source of this story has no rows: look at its macro in Settings, Advanced search.';

interface Story {
  readonly picture: Panel;
  readonly words: Panel;
}

const flows: Story = {
  picture: column({
    name: 'flows',
    title: 'Network flows: which are attacks?',
    description: 'Predicted classes by hour',
    source: search(
      'flows',
      // The sentence becomes the name of a series, because a chart over time has no other room for it.
      `${orSay('| `lstm_flows_source` | lstmscore app:demo_flows drift=false | rename "predicted(label)" as class', NO_ROWS, 'class')}
      | eval _time=coalesce(_time, now())
      | timechart span=1h count by class`,
    ),
    stack: true,
    order: [palette.grey, palette.red, palette.orange, palette.purple, palette.blue, palette.green],
    onClick: [openView('lstm_scores', { model: { value: 'demo_flows' } })],
  }),
  words: words('flows', {
    invented:
      'A made-up week of a small company. A model learnt floods, scans and guessed passwords; you see what it says of the last days.',
    page: viewUrl('lstm_scores', { model: 'demo_flows' }),
    spl: '| `lstm_flows_source` | lstmscore app:demo_flows | stats count by label "predicted(label)"',
  }),
};

const hosts: Story = {
  picture: bar({
    name: 'hosts',
    title: 'Hosts: which behave unlike themselves?',
    description: 'The rarest row of each host: one in so many rows',
    source: search(
      'hosts',
      orSay(
        `| \`lstm_hosts_source\`
        | lstmscore app:demo_hosts drift=false
        | stats max(anomaly_score) as worst by host
        | sort - worst
        | head 8
        | eval "one row in"=round(1/(1-worst))
        | table host "one row in"`,
        NO_ROWS,
        'host',
      ),
    ),
    colors: { 'one row in': palette.red },
    legend: 'off',
    more: { yAxisScale: 'log' },
    onClick: [openView('lstm_anomalies', { model: { value: 'demo_hosts' } })],
  }),
  words: words('hosts', {
    invented:
      'Made-up log-ons and processes of 24 hosts. The model learnt a usual week, without labels; two days with three invented incidents are scored.',
    page: viewUrl('lstm_anomalies', { model: 'demo_hosts' }),
    spl: '| `lstm_hosts_source` | lstmscore app:demo_hosts explain=2 | where is_anomaly="true" | table _time host user process anomaly_score anomaly_reason incident',
  }),
};

const domains: Story = {
  picture: column({
    name: 'domains',
    title: 'Domain names: which are generated?',
    description: '1,500 names, by what the model says and who made them',
    source: search(
      'domains',
      orSay(
        `| \`lstm_domains_source\`
        | \`lstm_domain_label(query)\`
        | tail 1500
        | lstmscore app:demo_dga drift=false as lstm probabilities=true
        | eval probability=floor(lstm_probability_dga*5)/5
        | chart count over probability by label
        | rename dga as generated
        | sort 0 probability`,
        NO_ROWS,
        'probability',
        ['benign'],
      ),
    ),
    stack: true,
    colors: { benign: palette.grey, generated: palette.red },
    xTitle: 'probability that a name is generated, from … on',
    onClick: [openView('lstm_model', { model: { value: 'demo_dga' } })],
  }),
  words: words('domains', {
    invented:
      'Made-up names, and names by the algorithms of 20 families of malware. The model learnt from the characters of 14 of them.',
    page: viewUrl('lstm_model', { model: 'demo_dga' }),
    spl: '| `lstm_domains_source` | `lstm_domain_label(query)` | lstmscore app:demo_dga as verdict | stats count, count(eval(verdict="dga")) as found by family',
  }),
};

const load: Story = {
  picture: line({
    name: 'load',
    title: 'Load of a service: what comes next?',
    description: 'Requests an hour of the service with the best forecast',
    source: search(
      'load',
      `| \`lstm_load_source\`
      | lstmscore app:demo_load drift=false as forecast since=2026-03-30
      | eval lstm_inside=if(requests>=forecast_lower AND requests<=forecast_upper, 1, 0)
      | eventstats sum(lstm_inside) as lstm_sum by service
      | eventstats max(lstm_sum) as lstm_most
      | where lstm_sum=lstm_most
      | eventstats min(service) as lstm_shown
      | where service=lstm_shown
      | sort 0 _time
      | tail 168
      | table _time requests forecast forecast_lower forecast_upper
      | rename requests as actual forecast_lower as lower forecast_upper as upper
      | appendpipe [ stats count | where count=0 | eval _time=now(), "${NO_ROWS}"=0 | fields - count ]`,
    ),
    colors: {
      actual: palette.orange,
      forecast: palette.blue,
      lower: palette.grey,
      upper: palette.grey,
    },
    dashes: { lower: 'shortDash', upper: 'shortDash' },
    yMin: 0,
    onClick: [openView('lstm_forecast', { model: { value: 'demo_load' } })],
  }),
  words: words('load', {
    invented:
      'Made-up requests of three services. The model forecasts 24 hours ahead; an invented outage falls out of its bounds.',
    page: viewUrl('lstm_forecast', { model: 'demo_load' }),
    spl: '| `lstm_load_source` | lstmscore app:demo_load as forecast since=2026-03-30 | where requests < forecast_lower | table _time service requests forecast_lower occasion',
  }),
};

interface Words {
  readonly invented: string;
  readonly page: string;
  readonly spl: string;
}

/** Says below a picture what is invented, and leads to the page of the story and to Search. */
function words(name: string, { invented, page, spl }: Words): Panel {
  const links = `[Open the page](${page}) · [See it in Search](${searchUrl(spl)})`;
  return markdown(`${name}_words`, `${invented}\n\n${links}`);
}

const stories: readonly Story[] = [flows, hosts, load, domains];

export const pictures: readonly Panel[] = stories.map(({ picture }) => picture);
export const explanations: readonly Panel[] = stories.map((story) => story.words);
