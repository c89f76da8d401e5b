/** A CSV of sequences with an id, a time, two channels and a label. */
export const sequenceTable = (
  count: number,
  {
    lengthOf = (id: number): number => 2 + (id % 3),
    cellOf = (id: number, step: number): number => ((id + 1) * (step + 3)) % 11,
    labelOf = (id: number): string => (id % 2 === 0 ? 'even' : 'odd'),
  } = {},
): string => {
  const lines = ['id,time,x,y,label'];
  for (let id = 0; id < count; id++) {
    for (let step = 0; step < lengthOf(id); step++) {
      lines.push(`p${id},${step},${cellOf(id, step)},${cellOf(id, step + 100)},${labelOf(id)}`);
    }
  }
  return `${lines.join('\n')}\n`;
};
