/** How often each n-gram of so many ids stands in a text. */
const countGrams = (text: readonly number[], length: number): Map<string, number> => {
  const counts = new Map<string, number>();
  for (let end = length; end <= text.length; end++) {
    const gram = text.slice(end - length, end).join(' ');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
};

/** How many different ids each n-gram of so many ids comes after. */
const countVariety = (text: readonly number[], length: number): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const gram of countGrams(text, length + 1).keys()) {
    const rest = gram.slice(gram.indexOf(' ') + 1);
    counts.set(rest, (counts.get(rest) ?? 0) + 1);
  }
  return counts;
};

const discountsOf = (counts: Map<string, number>): number[] => {
  const [n1, n2, n3, n4] = [1, 2, 3, 4].map((wanted) => [...counts.values()].filter((each) => each === wanted).length);
  const y = n1! / (n1! + 2 * n2!);
  const found = [0, 1 - 2 * y * (n2! / n1!), 2 - 3 * y * (n3! / n2!), 3 - 4 * y * (n4! / n3!)];
  return found.every((d, count) => count === 0 || (d > 0 && d <= count)) ? found : [0, 0.5, 1, 1.5];
};

/** The equations of interpolated modified Kneser-Ney, written out: the probability of an id after some others. */
export const plainKneserNey = (text: readonly number[], vocabulary: number, order: number) => {
  const counts = Array.from({ length: order }, (_, index) =>
    index + 1 === order ? countGrams(text, order) : countVariety(text, index + 1),
  );
  const discounts = counts.map(discountsOf);
  const probability = (history: readonly number[], id: number, length: number): number => {
    if (length === 0) return 1 / vocabulary;
    const shorter = probability(history, id, length - 1);
    if (history.length < length - 1) return shorter;
    const context = length === 1 ? [] : history.slice(1 - length);
    const after = (next: number): number => counts[length - 1]!.get([...context, next].join(' ')) ?? 0;
    const d = (count: number): number => discounts[length - 1]![Math.min(3, count)]!;
    const seen = Array.from({ length: vocabulary }, (_, next) => after(next));
    const total = seen.reduce((sum, count) => sum + count, 0);
    if (total === 0) return shorter;
    const taken = seen.reduce((sum, count) => sum + d(count), 0);
    return (after(id) - d(after(id)) + taken * shorter) / total;
  };
  return (history: readonly number[], id: number): number => probability(history, id, order);
};
