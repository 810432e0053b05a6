/**
 * Writes the reference page of the commands and their options, from the table that drives parsing.
 */
import type { commandTable } from '../src/commands/command-table.ts';

type Command = (typeof commandTable)[number];

/** Writes the page `docs/options.md`, in Markdown. */
export function optionReference(commands: readonly Command[]): string {
  const head = [
    '# Commands and options',
    '',
    '<!-- Written by "npm run generate" from src/commands/command-table.ts: change it there. -->',
  ];
  return `${[...head, ...commands.flatMap(commandSection)].join('\n')}\n`;
}

function commandSection(command: Command): string[] {
  const examples = ['', 'Examples:', '', ...command.examples.flatMap(exampleLines)];
  return [
    '',
    `## ${command.name}`,
    '',
    command.description.trim(),
    '',
    '```text',
    command.syntax,
    '```',
    '',
    '| Group | Option | Value | Default | Meaning |',
    '|---|---|---|---|---|',
    ...optionRows(command.options),
    ...(command.examples.length > 0 ? examples : []),
  ];
}

/** Makes one row for each option; the name of a group stands in its first row only. */
function optionRows(options: Command['options']): string[] {
  return options.map(({ group, name, allowed, default: value, help }, index) => {
    const isFirst = group !== options[index - 1]?.group;
    const shown = value === undefined ? '' : `\`${value}\``;
    const cells = [isFirst ? group : '', `\`${name}\``, allowed, shown, help];
    return `| ${cells.map(escapeCell).join(' | ')} |`;
  });
}

function exampleLines({ example, comment }: Command['examples'][number]): string[] {
  return [`- ${comment}`, '', '  ```spl', ...example.split('\n').map((line) => `  ${line}`), '  ```'];
}

/** Escapes a text, because a bar or a line break would end the cell. */
export function escapeCell(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|');
}
