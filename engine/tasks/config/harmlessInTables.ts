/** By path: values of fields of a table that say no more than leaving them out, for tasks that read texts in its cells. */
export const harmlessInTables = {
  'data.delimiter': [','],
  'data.comment': ['#'],
  'data.missingValues': [[]],
} as const;

/** The same for tasks that read numbers in them, with or without a time. */
export const harmlessInNumbers = {
  ...harmlessInTables,
  'data.scaling': ['standard', 'none'],
  'data.time': [null],
  'data.timeFormat': [null],
} as const;
