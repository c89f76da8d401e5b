import { resolve } from 'node:path';
import { InputError } from '../../errors.ts';
import * as protocol from '../../protocol.ts';
import type { Command } from '../command.ts';
import { shortPath } from '../describeRun.ts';
import { findModel } from '../findModel.ts';
import { withEngine } from '../withEngine.ts';

export const exportWeights: Command = {
  name: 'export',
  summary: 'Write the weights of a model for PyTorch or Keras',
  usage: 'MODEL --out FILE [options]',
  positionals: [1, 1],
  options: {
    out: { type: 'string', value: 'FILE', help: 'the file to write: name.safetensors, or name.weights.h5 for Keras' },
    format: { type: 'string', value: 'FORMAT', help: 'safetensors or keras (else by the name of FILE)' },
  },
  run: async (args, surroundings) => {
    const out = args.text('out');
    if (out === undefined) throw new InputError('--out is missing; name the file to write');
    const format = readFormat(args.text('format'));
    const [model = ''] = args.positionals;
    const params = { model: await findModel(model), out: resolve(out), ...(format && { format }) };
    return withEngine(surroundings, async (engine) => {
      const result = await engine.request(protocol.exportModel, params);
      const { output, isJson } = surroundings;
      if (isJson) output.json(result);
      else {
        output.line(`the weights are in ${shortPath(params.out)}; this loads them:`);
        output.line();
        output.write(result.code);
      }
      return 0;
    });
  },
};

const readFormat = (format: string | undefined): protocol.ExportParams['format'] => {
  if (format === undefined || format === 'safetensors' || format === 'keras') return format;
  throw new InputError(`--format '${format}' is not one of safetensors, keras`);
};
