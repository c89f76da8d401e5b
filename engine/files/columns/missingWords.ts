const words = new Set(
  (
    'na n/a #n/a #na n.a. n.a n.v. #nv nil null none nan nan() void . .. ... ? ?? - -- --- \u2013 \u2014 * # (null) <na> <null> missing unknown' +
    ' undefined #value! #ref! #div/0! #num! #name? #null!'
  ).split(' '),
);
const longest = 9;

/** Whether a cell says in words that there is no value: of a column of numbers or times, nothing else can be meant. */
export const isMissingWord = (cell: string): boolean => {
  if (cell.length > longest + 8) return false;
  const word = cell.trim();
  return word.length <= longest && words.has(word.toLowerCase());
};
