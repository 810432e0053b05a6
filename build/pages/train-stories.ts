/** What the page Train starts from: the stories of the demo, on the part of their rows that trains. */

/** What a click on a story chooses; fields are codes, `-` is none and `*` all. */
export interface Story {
  readonly start: string;
  readonly learns: string;
  readonly source: string;
  readonly predict: string;
  readonly target: string;
  readonly fields: string;
  readonly without: string;
  readonly by: string;
  readonly window: string;
  readonly horizon: string;
  readonly model: string;
}

export const flows: Story = {
  start: 'Story: which flows are attacks?',
  learns: 'The class of a flow: benign, ddos, portscan or bruteforce',
  source: '| inputlookup lstm_demo_flows | where part="train"',
  predict: 'class',
  target: 'label',
  fields: 'dest_port,transport,tcp_flags,duration,packets_out,packets_in,bytes_out,bytes_in',
  without: '-',
  by: '-',
  window: 'auto',
  horizon: '24',
  model: 'my_flows',
};

export const stories: readonly Story[] = [
  flows,
  {
    ...flows,
    start: 'Story: which hosts do something new?',
    learns: 'What a host usually does next, without labels',
    source: '| inputlookup lstm_demo_hosts | where part="train"',
    predict: 'nothing',
    target: '-',
    fields: 'EventCode,user,logon_type,process,parent_process',
    by: 'host',
    model: 'my_hosts',
  },
  {
    ...flows,
    start: 'Story: which domain names are generated?',
    learns: 'Whether malware made a name, from its characters',
    source: '| inputlookup lstm_demo_domains | where part="train" | `lstm_domain_label(query)`',
    fields: 'domain_label',
    window: 'characters',
    model: 'my_dga',
  },
  {
    ...flows,
    start: 'Story: how much load comes tomorrow?',
    learns: 'The requests of a service in the next 24 hours',
    source: '| inputlookup lstm_demo_load | where part="train"',
    predict: 'forecast',
    target: 'requests',
    fields: 'requests,service',
    by: 'service',
    model: 'my_load',
  },
];
