import { InputError } from '../errors.ts';
import { nearest } from '../words/nearest.ts';
import { reasonOf } from '../runs/runFolder.ts';
import { version } from '../version.ts';
import { Arguments } from './arguments.ts';
import type { Command, Options, Surroundings } from './command.ts';
import { backtest } from './commands/backtest.ts';
import { evaluate } from './commands/evaluate.ts';
import { explain } from './commands/explain.ts';
import { exportWeights } from './commands/exportWeights.ts';
import { generate } from './commands/generate.ts';
import { commandHelp, overview } from './help.ts';
import { inspect } from './commands/inspect.ts';
import { lrFind } from './commands/lrFind.ts';
import { Output } from './output.ts';
import { predict } from './commands/predict.ts';
import { reportError } from './reportError.ts';
import { train } from './commands/train.ts';
import { tune } from './commands/tune.ts';

const commands: readonly Command[] = [
  inspect,
  lrFind,
  train,
  tune,
  predict,
  generate,
  evaluate,
  explain,
  backtest,
  exportWeights,
];

const commonOptions = {
  json: { type: 'boolean', help: 'one JSON object per line, for programs' },
  verbose: { type: 'boolean', help: "show the engine's log" },
  help: { type: 'boolean', short: 'h', help: 'show this help' },
} as const satisfies Options;

/** Runs `rnn-studio` with the words after its name. Resolves to the exit code: 0 done, 1 our fault, 2 the input's. */
export const runCommandLine = async (words: readonly string[]): Promise<number> => {
  const output = new Output(process.stdout);
  // Where not even an error can be told, the exit code still tells.
  process.stderr.on('error', () => undefined);
  // Known before the words are understood, so that what is wrong with them is told in the right form.
  const surroundings: Surroundings = {
    output,
    isJson: words.includes('--json'),
    isVerbose: words.includes('--verbose'),
  };
  const code = await dispatch(words, surroundings).catch((error: unknown) => reportError(error, surroundings));
  await output.drained();
  if (!output.failure) return code;
  return reportError(new InputError(`the output cannot be written: ${reasonOf(output.failure)}`), surroundings);
};

const dispatch = async (words: readonly string[], surroundings: Surroundings): Promise<number> => {
  const { output } = surroundings;
  const isHelp = words.some((word) => word === '--help' || word === '-h');
  const nameAt = words.findIndex((word) => !word.startsWith('-'));
  const name = words[nameAt];
  if (name === undefined) {
    if (words.includes('--version')) output.line(version);
    else {
      Arguments.parse(words, commonOptions);
      output.write(overview(commands, commonOptions));
    }
    return words.length > 0 ? 0 : 2;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) throw new InputError(describeUnknownCommand(name));
  if (isHelp) {
    output.write(commandHelp(command, commonOptions));
    return 0;
  }
  const args = Arguments.parse(words.toSpliced(nameAt, 1), { ...command.options, ...commonOptions });
  const [fewest, most] = command.positionals;
  const count = args.positionals.length;
  if (count < fewest || count > most) {
    const problem = count < fewest ? 'too few arguments' : `'${args.positionals[most] ?? ''}' is one argument too many`;
    throw new InputError(`${problem}; usage: rnn-studio ${name} ${command.usage}`);
  }
  return command.run(args, surroundings);
};

const describeUnknownCommand = (name: string): string => {
  const names = commands.map((command) => command.name);
  const meant = nearest(name, names);
  return `unknown command '${name}'; ${meant === undefined ? `there are ${names.join(', ')}` : `did you mean '${meant}'?`}`;
};
