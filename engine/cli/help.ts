import type { Command, Options } from './command.ts';

/** `rnn-studio --help`. */
export const overview = (commands: readonly Command[], common: Options): string =>
  text([
    'rnn-studio trains recurrent neural networks on files.',
    '',
    ...commands.map(({ name, usage }) => `  rnn-studio ${name} ${usage}`),
    '',
    'Commands',
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    '',
    'Options of every command',
    ...describeOptions(common),
    '',
    'MODEL is a run folder, the id of a run or a .safetensors file.',
    'Exit code: 0 done, 1 our fault, 2 the fault of the input. rnn-studio COMMAND --help says more.',
  ]);

/** `rnn-studio train --help`. */
export const commandHelp = ({ name, usage, summary, options }: Command, common: Options): string =>
  text([
    `${summary}.`,
    '',
    `  rnn-studio ${name} ${usage}`,
    '',
    'Options',
    ...describeOptions({ ...options, ...common }),
    ...(usage.includes('MODEL') ? ['', 'MODEL is a run folder, the id of a run or a .safetensors file.'] : []),
  ]);

const describeOptions = (options: Options): string[] =>
  columns(
    Object.entries(options).map(([name, { value, short, multiple, help }]) => [
      `${short ? `-${short}, ` : ''}--${name}${value === undefined ? '' : ` ${value}`}`,
      multiple ? `${help}; may be repeated` : help,
    ]),
  );

const columns = (rows: readonly (readonly [string, string])[]): string[] => {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
};

const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
