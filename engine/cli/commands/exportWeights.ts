import { resolve } from 'node:path';
import { InputError } from '../../errors.ts';
import * as protocol from '../../protocol.ts';
import type { Command } from '../command.ts';
import { shortPath } from '../describeRun.ts';
import { describeSmall } from './describeSmall.ts';
import { findModel } from '../findModel.ts';
import { withEngine } from '../withEngine.ts';

export const exportWeights: Command = {
  name: 'export',
  summary: 'Write the weights of a model for PyTorch or Keras, or a small model',
  usage: 'MODEL --out FILE [options]',
  positionals: [1, 1],
  options: {
    out: { type: 'string', value: 'FILE', help: 'the file to write: name.safetensors, or name.weights.h5 for Keras' },
    format: { type: 'string', value: 'FORMAT', help: 'safetensors or keras (else by the name of FILE)' },
    dtype: {
      type: 'string',
      value: 'TYPE',
      help: 'write a model of half the size (bfloat16, float16) or a quarter (int8), and what that costs',
    },
  },
  run: async (args, surroundings) => {
    const out = args.text('out');
    if (out === undefined) throw new InputError('--out is missing; name the file to write');
    const format = readFormat(args.text('format'));
    const [model = ''] = args.positionals;
    const dtype = readType(args.text('dtype'));
    const params = {
      ...{ model: await findModel(model), out: resolve(out), token: 'export' },
      ...(format && { format }),
      ...(dtype && { dtype }),
    };
    return withEngine(surroundings, async (engine) => {
      const result = await engine.request(protocol.exportModel, params);
      const { output, isJson } = surroundings;
      if (isJson) output.json(result);
      else {
        const { code, small } = result;
        const lines = small && dtype ? describeSmall(params.out, dtype, small) : [];
        for (const line of lines) output.line(line);
        const what = small
          ? 'this loads it into PyTorch'
          : `the weights are in ${shortPath(params.out)}; this loads them`;
        if (code !== undefined) {
          output.line(`${what}:`);
          output.line();
          output.write(code);
        }
      }
      return 0;
    });
  },
};

const readFormat = (format: string | undefined): protocol.ExportParams['format'] => {
  if (format === undefined || format === 'safetensors' || format === 'keras') return format;
  throw new InputError(`--format '${format}' is not one of safetensors, keras`);
};

const types = ['bfloat16', 'float16', 'int8'] as const;

const readType = (name: string | undefined): protocol.NarrowType | undefined => {
  const type = types.find((each) => each === name);
  if (type === undefined && name !== undefined) {
    throw new InputError(`--dtype '${name}' is not one of ${types.join(', ')}; without it weights are float32`);
  }
  return type;
};
