import type { Config } from '../../config.ts';
import { type Random, createRandom } from '../../compute/random.ts';
import type { Changes } from '../../records/searchRecords.ts';
import type { Dimension, Setting } from '../../tasks/search/dimension.ts';
import { settingAt } from './searchSpace.ts';

/** How often a field is drawn anew; else it stays as it is. A candidate differs in a few fields from what is known to work. */
const drawnShare = 0.5;
/** After so many draws in a row of what there was already nothing new is looked for. */
const mostRepeats = 200;

/**
 * What a search tries, one after the other: first nothing, which is the config as it is completed, then what is drawn
 * at random by a seed, none twice. The same seed, config and dimensions give the same candidates, whatever came of them.
 */
export class Candidates {
  private readonly dimensions: readonly Dimension[];
  private readonly config: object;
  private readonly random: Random;
  private readonly known: Changes[] = [{}];
  private readonly keys = new Set(['{}']);

  /** `config` is the complete one, which says what is no change. */
  constructor(dimensions: readonly Dimension[], config: object, seed: number) {
    this.dimensions = dimensions;
    this.config = config;
    this.random = createRandom(seed);
  }

  /** The changes of a candidate, from 0; undefined where there are not so many. */
  at(candidate: number): Changes | undefined {
    while (this.known.length <= candidate) {
      const next = this.drawNew();
      if (!next) return undefined;
      this.known.push(next);
    }
    return this.known[candidate];
  }

  private drawNew(): Changes | undefined {
    for (let repeat = 0; repeat < mostRepeats; repeat++) {
      const changes = this.draw();
      const key = JSON.stringify(changes);
      if (this.keys.has(key)) continue;
      this.keys.add(key);
      return changes;
    }
    return undefined;
  }

  private draw(): Changes {
    const drawn: Record<string, Setting> = {};
    for (const dimension of this.dimensions) {
      // Whether a field is drawn or not, as many numbers are taken.
      const isDrawn = this.random.next() < drawnShare;
      const value = valueOf(dimension, this.random.next());
      if (isDrawn && value !== undefined && value !== settingAt(this.config, dimension.path))
        drawn[dimension.path] = value;
    }
    const read = (path: string): unknown => drawn[path] ?? settingAt(this.config, path);
    const counting = this.dimensions.filter(({ path, counts }) => path in drawn && (counts?.(read) ?? true));
    return Object.fromEntries(counting.map(({ path }) => [path, drawn[path] ?? 0]));
  }
}

/** At a share of the way, 0 to below 1. */
const valueOf = (dimension: Dimension, share: number): Setting | undefined => {
  if ('values' in dimension) return dimension.values[Math.floor(share * dimension.values.length)];
  const { from, to } = dimension;
  return Number((from * (to / from) ** share).toPrecision(2));
};

/** A config with what a candidate changes of it. */
export const withChanges = (config: Config, changes: Changes): Config =>
  Object.entries(changes).reduce<Config>((changed, [path, value]) => withSetting(changed, path, value), config);

const withSetting = (config: Config, path: string, value: Setting): Config => {
  const [section = '', field = ''] = path.split('.');
  return { ...config, [section]: { ...config[section as 'data'], [field]: value } };
};
