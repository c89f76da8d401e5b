import type { SharedMemory } from '../../compute/memory.ts';
import { shift } from '../../compute/offset.ts';
import type { Source } from '../../compute/source.ts';
import type { NetworkPlan } from '../networkPlan.ts';
import { loadSource } from './loadSource.ts';
import type { LoadedSource, SourceTables } from './sourceTables.ts';

/** The data of a session, at the end of its memory, and the examples of it that a pass works on. */
export class SessionData {
  private readonly memory: SharedMemory;
  private readonly plan: NetworkPlan;
  private readonly examples: Int32Array;
  /** Where the data begins: the end of everything else. */
  private readonly mark: number;
  private loaded: LoadedSource | undefined;

  /** Once all else of the session has its place in memory. */
  constructor(memory: SharedMemory, plan: NetworkPlan) {
    this.memory = memory;
    this.plan = plan;
    this.examples = memory.integers(plan.examples, plan.batchSize);
    this.mark = memory.mark();
  }

  /** In the place of what was loaded before. See `loadSource`. */
  load(source: Source): SourceTables {
    this.memory.release(this.mark);
    this.loaded = undefined;
    this.loaded = loadSource(this.memory, source, this.plan);
    return this.loaded.tables;
  }

  /** Tells the threads which examples a pass is of, with their targets or without. Throws where there are none such. */
  choose(examples: Int32Array, end: 'endOfInputs' | 'endOfTargets'): void {
    if (!this.loaded) throw new Error('The session has no data: call load first.');
    const { tables, stage } = this.loaded;
    const { batchSize } = this.plan;
    if (examples.length === 0 || examples.length > batchSize) {
      throw new Error(`A pass takes 1 to ${batchSize} examples, not ${examples.length}.`);
    }
    for (const example of examples) {
      if (example >= tables.first && example < tables[end]) continue;
      throw new Error(`Example ${example} is outside ${tables.first} … ${tables[end] - 1}, where the data reaches.`);
    }
    if (stage) stage.fill(examples, this.examples);
    else this.examples.set(examples);
  }

  /** Whether every step has a class of its own: then `answers` has what is predicted. */
  get hasClassesOfSteps(): boolean {
    return this.loaded?.tables.kind === 'steps';
  }

  /**
   * What `predict` puts out at every step of examples, as many of which it is told of at a time as there is room for.
   * One example after another, of each its own steps alone. (steps of all, outputs)
   */
  answers(examples: Int32Array, predict: (batch: Int32Array) => void): Float32Array {
    const { memory, plan } = this;
    const tables = this.loaded?.tables;
    if (tables?.kind !== 'steps') throw new Error('The data has no class at every step to predict.');
    const { answers, answerLanes, lengths } = tables;
    const width = plan.shape.outputSize;
    const parts: Float32Array[] = [];
    for (let start = 0; start < examples.length; start += answerLanes) {
      const batch = examples.subarray(start, start + answerLanes);
      predict(batch);
      for (let lane = 0; lane < batch.length; lane++) {
        const [length = 0] = memory.integers(shift(lengths, (this.examples[lane] ?? 0) * 4), 1);
        parts.push(memory.floats(shift(answers, lane * plan.steps * width * 4), length * width).slice());
      }
    }
    const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}
