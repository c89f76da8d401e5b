import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../engine/compute/random.ts';
import { BytePairCutter, learnBytePairs } from '../../../../engine/encoding/bytePairs.ts';
import { textCodecSchema } from '../../../../engine/encoding/textCodecSchema.ts';

type Words = readonly (readonly [string, number])[];

const learn = (words: Words, size: number) => learnBytePairs(words, size);

/** Counts all pairs anew for each merge; pieces are texts. Returns the pieces in the order in which they were made. */
const learnPlainly = (words: Words, merges: number): string[] => {
  const letters = [...new Set(words.flatMap(([word]) => [...word]))].sort();
  const made = [...letters];
  let cut = words.map(([word, times]) => ({ pieces: [...word], times }));
  for (let merge = 0; merge < merges; merge++) {
    const counts = new Map<string, { left: string; right: string; times: number }>();
    for (const { pieces, times } of cut) {
      for (let at = 1; at < pieces.length; at++) {
        const [left, right] = [pieces[at - 1]!, pieces[at]!];
        const key = `${left}\u0000${right}`;
        counts.set(key, { left, right, times: (counts.get(key)?.times ?? 0) + times });
      }
    }
    const [best] = [...counts.values()].sort(
      (a, b) =>
        b.times - a.times ||
        made.indexOf(a.left) - made.indexOf(b.left) ||
        made.indexOf(a.right) - made.indexOf(b.right),
    );
    if (!best || best.times < 2) break;
    made.push(best.left + best.right);
    cut = cut.map(({ pieces, times }) => {
      const next: string[] = [];
      for (let at = 0; at < pieces.length; at++) {
        const isPair = pieces[at] === best.left && pieces[at + 1] === best.right;
        next.push(isPair ? best.left + best.right : pieces[at]!);
        if (isPair) at++;
      }
      return { pieces: next, times };
    });
  }
  return made;
};

const randomWords = (seed: number): Words => {
  const random = createRandom(seed);
  const words = new Map<string, number>();
  for (let index = 0; index < 200; index++) {
    const length = 1 + Math.floor(random.next() * 9);
    const word = Array.from({ length }, () => 'abcdeé😀'.at(Math.floor(random.next() ** 2 * 6)) ?? 'a').join('');
    words.set(word, 1 + Math.floor(random.next() ** 3 * 20));
  }
  return [...words];
};

describe('byte pairs', () => {
  test('aaabdaaabac: aa, then the pair of it and a, then that and b, as worked out by hand', async () => {
    const pairs = await learn([['aaabdaaabac', 1]], 100);
    // a, b, c, d are 1 to 4. aa stands there four times over; of what is left twice, aa a comes before a b.
    expect(pairs.letters).toBe('abcd');
    expect(new BytePairCutter(pairs).texts).toEqual(['', 'a', 'b', 'c', 'd', 'aa', 'ab', 'aaab']);
    expect(new BytePairCutter(pairs).cut('aaabx').map((id) => new BytePairCutter(pairs).texts[id])).toEqual([
      'aaab',
      '',
    ]);
  });

  test.each([1, 2, 3, 4])(
    'of random words (seed %i) are those of counting anew each time, in whatever order the words come',
    async (seed) => {
      const words = randomWords(seed);
      const pairs = await learn(words, 60);
      const { texts } = new BytePairCutter(pairs);
      expect(texts.slice(1)).toEqual(learnPlainly(words, 59 - [...pairs.letters].length));
      expect(await learn([...words].reverse(), 60)).toEqual(pairs);
    },
  );

  test('cut every word into pieces that put together are the word, the known ones as they were learned', async () => {
    const words = randomWords(5);
    const cutter = new BytePairCutter(await learn(words, 80));
    for (const [word] of [...words, ...randomWords(6)]) {
      const pieces = cutter.cut(word);
      expect(pieces.map((id) => cutter.texts[id]).join('')).toBe(word);
    }
    expect(words.filter(([word]) => cutter.cut(word).length < [...word].length).length).toBeGreaterThan(
      words.length / 2,
    );
  });

  test('end where no pair stands there twice, and are none where there is room for the letters alone', async () => {
    expect(
      (
        await learn(
          [
            ['ab', 1],
            ['cd', 1],
          ],
          100,
        )
      ).merges,
    ).toEqual([]);
    expect((await learn([['ab', 9]], 3)).merges).toEqual([]);
    expect((await learn([['ab', 9]], 4)).merges).toEqual([[1, 2]]);
  });

  test('of a model file are made of pieces that come before', () => {
    const codec = { kind: 'bytePairs', letters: 'ab', lowercase: false };
    expect(
      textCodecSchema.safeParse({
        ...codec,
        merges: [
          [1, 2],
          [3, 3],
        ],
      }).success,
    ).toBe(true);
    for (const merges of [
      [[1, 3]],
      [[0, 1]],
      [
        [1, 2],
        [4, 1],
      ],
      [[1, 1.5]],
    ]) {
      expect(textCodecSchema.safeParse({ ...codec, merges }).success).toBe(false);
    }
    expect(textCodecSchema.safeParse({ ...codec, letters: 'aa', merges: [] }).success).toBe(false);
  });
});
