import { InputError } from '../../errors.ts';
import { shorten } from '../../words/shorten.ts';
import type { TableReader } from '../tableReader.ts';
import { readArrayLabels } from './arrayLabels.ts';
import { arrayReader } from './arrayReader.ts';
import { addNpy } from './npyFile.ts';
import { listEntries, openEntry, type ZipEntry } from './zipEntries.ts';

/** Names of the arrays of sequences and of labels, the likeliest first; the part to train on before others. */
const sequenceNames = /^(x|data|images?|sequences?|features|clips|frames|inputs|arr_0)(_?train(ing)?)?$/i;
const labelNames = /^(y|labels?|targets?|classes|arr_1)(_?train(ing)?)?$/i;

/**
 * Arrays that NumPy saves together (`.npz`, also compressed): one of sequences, images or clips called `X`, `data`,
 * `images` or the like, and one of their labels called `y` or `labels`, or the first and the second.
 */
export const npzFile: TableReader = {
  ...arrayReader,
  extensions: ['.npz'],

  async read(file, _, table) {
    const entries = await listEntries(file);
    const sequences = find(entries, sequenceNames);
    if (!sequences) {
      const there = entries.slice(0, 10).map(({ name }) => shorten(arrayName(name)));
      throw new InputError(`has no array called X; save np.savez(file, X=…, y=…). It has ${there.join(', ')}`, {
        file,
      });
    }
    const labelled = find(entries, labelNames);
    const labels = labelled && (await readArrayLabels(file, labelled.name, await openEntry(file, labelled)));
    return addNpy(file, table, sequences.name, await openEntry(file, sequences), labels);
  },
};

const arrayName = (name: string): string => name.replace(/\.npy$/, '');

/** A name without a part comes before that of a part. */
const find = (entries: readonly ZipEntry[], names: RegExp): ZipEntry | undefined =>
  entries
    .filter(({ name }) => names.test(arrayName(name)))
    .sort((a, b) => a.name.length - b.name.length)
    .at(0);
