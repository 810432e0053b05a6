/**
 * Writes the conf file of the app's own settings and its spec, from the table that drives parsing.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/Admin/Howtoeditaconfigurationfile
 */

/** Writes `default/lstm_toolkit.conf`, which holds every setting with the value that the app ships. */
export function settingsConf(stanza, settings) {
  const lines = Object.entries(settings).map(([name, setting]) =>
    `${name} = ${setting.default}`.trimEnd(),
  );
  return [
    '# What the commands may take. Change nothing here: put your values into local/lstm_toolkit.conf.',
    '# README/lstm_toolkit.conf.spec describes each setting.',
    `[${stanza}]`,
    ...lines,
    '',
  ].join('\n');
}

/** Writes `README/lstm_toolkit.conf.spec`, from which `splunk btool check` knows the settings. */
export function settingsSpec(stanza, settings) {
  const entries = Object.entries(settings).map(([name, setting]) =>
    [
      `${name} = ${setting.syntax}`,
      `* ${setting.help}`,
      `* Must be ${setting.allowed}.`,
      `* Default: ${setting.default === '' ? 'empty' : setting.default}`,
      '',
    ].join('\n'),
  );
  return [
    '# The settings of LSTM Toolkit. Put your values into local/lstm_toolkit.conf.',
    '',
    `[${stanza}]`,
    '* The only stanza.',
    '',
    ...entries,
  ].join('\n');
}
