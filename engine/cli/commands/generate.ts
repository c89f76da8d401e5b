import * as protocol from '../../protocol.ts';
import type { Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { findModel } from '../findModel.ts';
import { precisionOption, readPrecision } from './precisionOption.ts';
import { visible } from '../../words/visible.ts';
import { withEngine } from '../withEngine.ts';

export const generate: Command = {
  name: 'generate',
  summary: 'Write text with a language model',
  usage: 'MODEL [options]',
  positionals: [1, 1],
  options: {
    prime: { type: 'string', value: 'TEXT', help: 'the text to go on from' },
    label: { type: 'string', value: 'LABEL', help: 'of a model of labelled texts: which to write' },
    length: { type: 'string', value: 'N', help: 'symbols to write (500)' },
    temperature: { type: 'string', value: 'X', help: 'below 1 safer, above 1 bolder, 0 the likeliest (0.8)' },
    'top-k': { type: 'string', value: 'K', help: 'choose among the K likeliest symbols only, 0 for all (0)' },
    'top-p': { type: 'string', value: 'P', help: 'choose among the likeliest with P of the probability (1)' },
    seed: { type: 'string', value: 'N', help: 'the same seed gives the same text' },
    ...precisionOption,
  },
  run: async (args, surroundings) => {
    const { output, isJson } = surroundings;
    const params = await readParams(args);
    return withEngine(surroundings, async (engine) => {
      let last = '';
      engine.connection.onNotification(protocol.generated, ({ text }) => {
        if (isJson) return;
        last = text;
        output.write(output.isTerminal ? visible(text) : text);
      });
      const result = await engine.request(protocol.generate, params);
      if (isJson) output.json(result);
      else if (!last.endsWith('\n')) output.line();
      const { unknown, notes = [] } = result;
      if (!isJson) for (const note of notes) process.stderr.write(`${note}\n`);
      if (unknown.length > 0) {
        const symbols = unknown.map((symbol) => JSON.stringify(symbol)).join(' ');
        process.stderr.write(`the network never saw ${symbols} of the prime: it means nothing to it\n`);
      }
      return 0;
    });
  },
};

const readParams = async (args: Arguments): Promise<protocol.GenerateParams> => {
  const prime = args.text('prime');
  const label = args.text('label');
  const numbers = Object.entries({
    length: args.number('length'),
    temperature: args.number('temperature'),
    topK: args.number('top-k'),
    topP: args.number('top-p'),
    seed: args.number('seed'),
  }).filter(([, value]) => value !== undefined);
  return {
    model: await findModel(args.positionals[0] ?? ''),
    token: 'generate',
    ...readPrecision(args),
    ...(prime !== undefined && { prime }),
    ...(label !== undefined && { label }),
    ...(Object.fromEntries(numbers) as Partial<protocol.GenerateParams>),
  };
};
