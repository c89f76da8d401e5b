const words = new Set(
  (
    'na n/a #n/a #na n.a. n.a n.v. #nv nil null none nan nan() void . .. ... ? ?? - -- --- \u2013 \u2014 * # (null) <na> <null> missing unknown' +
    ' undefined #value! #ref! #div/0! #num! #name? #null!'
  ).split(' '),
);
const longest = 9;
/** Codes below 128 that a word, in either case, or a blank before it begins with: most cells begin with another. */
const begins = new Uint8Array(128);
for (const word of [' ', '\t', ...words, ...[...words].map((each) => each.toUpperCase())]) {
  const code = word.charCodeAt(0);
  if (code < begins.length) begins[code] = 1;
}

/** Whether a cell says in words that there is no value: of a column of numbers or times, nothing else can be meant. */
export const isMissingWord = (cell: string): boolean => {
  if (begins[cell.charCodeAt(0)] === 0 || cell.length > longest + 8) return false;
  const word = cell.trim();
  return word.length <= longest && words.has(word.toLowerCase());
};
