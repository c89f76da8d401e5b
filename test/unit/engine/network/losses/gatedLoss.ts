import { panelsOf, type Kernels } from '../../../../../engine/compute/kernels.ts';
import type { KernelModule } from '../../../../../engine/compute/loadKernels.ts';
import type { Offset } from '../../../../../engine/compute/offset.ts';
import { Workbench } from '../workbench.ts';

/** What a golden file says of a loss that reads several blocks of outputs. */
export interface LossCase {
  readonly lanes: number;
  readonly size: number;
  /** (lanes, groups * size) */
  readonly outputs: readonly number[];
  /** null where it is not known. (lanes, size) */
  readonly targets: readonly (number | null)[];
  /** What the targets are divided by, where that is more than 1. (lanes, size) */
  readonly units?: readonly number[];
  readonly loss: number;
  readonly terms: number;
  readonly gradient: readonly number[];
}

/** Where a loss kernel reads and writes; all but `result` sequences of one step. */
interface LossPlaces {
  readonly result: Offset;
  readonly d: Offset;
  readonly y: Offset;
  readonly target: Offset;
  readonly units: Offset;
}

/** Sum, terms and gradient, as the case has them, that a kernel finds; blocks of outputs lie panel by panel beside each other. */
export const runGated = (
  module: KernelModule,
  { lanes, size, outputs, targets, units = [] }: LossCase,
  call: (kernels: Kernels, at: LossPlaces) => void,
): Pick<LossCase, 'loss' | 'terms' | 'gradient'> => {
  const bench = Workbench.create(module);
  const { kernels, memory } = bench;
  const { panel } = kernels;
  const groups = outputs.length / lanes / size;
  const padded = panelsOf(size, panel) * panel;
  const width = groups * padded;
  const columnOf = (at: number): number => {
    const [block, column] = [Math.floor(at / size), at % size];
    return (Math.floor(column / panel) * groups + block) * panel + (column % panel);
  };
  const y = new Array<number>(lanes * width).fill(0);
  const wanted = new Array<number>(lanes * padded).fill(NaN);
  const scales = new Array<number>(lanes * padded).fill(NaN);
  for (let lane = 0; lane < lanes; lane++) {
    for (let at = 0; at < groups * size; at++) {
      y[lane * width + columnOf(at)] = outputs[lane * groups * size + at] ?? NaN;
    }
    for (let at = 0; at < size; at++) {
      wanted[lane * padded + at] = targets[lane * size + at] ?? NaN;
      scales[lane * padded + at] = units[lane * size + at] ?? NaN;
    }
  }
  const result = memory.allocate(16, 'A test');
  const d = bench.sequence(1, lanes, width);
  call(kernels, {
    ...{ result, d },
    y: bench.write(bench.sequence(1, lanes, width), 1, lanes, width, y),
    target: bench.write(bench.sequence(1, lanes, padded), 1, lanes, padded, wanted),
    units: bench.write(bench.sequence(1, lanes, padded), 1, lanes, padded, scales),
  });
  const [loss = NaN, terms = NaN] = new Float64Array(memory.memory.buffer, result, 2);
  const read = bench.read(d, 1, lanes, width);
  const gradient = Array.from(outputs, (_, at) => {
    const lane = Math.floor(at / (groups * size));
    return read[lane * width + columnOf(at % (groups * size))] ?? NaN;
  });
  return { loss, terms, gradient };
};
