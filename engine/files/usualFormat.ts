import type { TableReader } from './tableReader.ts';

/** Of files without cells between delimiters; rows of a table that is written elsewhere have the usual ones. */
export const usualFormat: TableReader['resolve'] = (_, { missingValues = [], decimalMark, timeFormat, encoding }) =>
  Promise.resolve({
    ...{ hasCells: false, delimiter: ',', header: true, comment: '#', quotes: true, missingValues },
    ...(decimalMark && { decimalMark }),
    ...(timeFormat && { timeFormat }),
    ...(encoding && { encoding }),
  });
