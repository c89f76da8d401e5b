/** The number that a sequence of `amountTable` comes to. */
export const amountOf = (id: number): number => Math.round(10 * (20 + 3 * (id % 7) + id / 10)) / 10;

/** A CSV of sequences of up to four rows with an id, a time, two channels and an amount for each. */
export const amountTable = (count: number, textOf = (id: number): string => String(amountOf(id))): string => {
  const lines = ['id,time,x,y,amount'];
  for (let id = 0; id < count; id++) {
    for (let step = 0; step < 2 + (id % 3); step++) {
      lines.push(`p${id},${step},${(id + 1) % 7},${((id + 2) * (step + 3)) % 11},${textOf(id)}`);
    }
  }
  return `${lines.join('\n')}\n`;
};

const words = ['poor', 'plain', 'good', 'great'];

/** A CSV of remarks with a score for each: the sum of what their words are worth. */
export const remarkTable = (count: number, textOf = (row: number): string => String(scoreOf(row))): string =>
  `remark,score\n${Array.from({ length: count }, (_, row) => `"the ${wordAt(row, 1)} room was ${wordAt(row, 5)} and the food ${wordAt(row, 3)} on day ${row}",${textOf(row)}\n`).join('')}`;

const wordAt = (row: number, factor: number): string => words[Math.floor((row * factor) / 3) % 4]!;

export const scoreOf = (row: number): number =>
  [1, 5, 3].reduce((sum, factor) => sum + words.indexOf(wordAt(row, factor)), 0) + (row % 50) / 100;
