import { extname } from 'node:path';
import { InputError } from '../../errors.ts';
import { type Told, describeEncoding } from '../decoding/describeEncoding.ts';
import type { TableReader } from '../tableReader.ts';
import { readTextLines } from '../textLines.ts';
import { looksLikeConll } from './looksLikeConll.ts';
import { longestTokenLine, TokenLines } from './tokenLines.ts';
import { usualFormat } from '../usualFormat.ts';

/**
 * Tokens in columns, a line each, a blank line after each sentence: CoNLL's, and Universal Dependencies' CoNLL-U
 * (universaldependencies.org/format.html). The table has a row for each token, and the number of its sentence as its
 * first column.
 */
export const conll: TableReader = {
  isDelimited: false,
  extensions: ['.conll', '.conllu'],

  possibleExtensions: ['.txt', '.dat', '.data', ''],

  recognise: (_, start) => looksLikeConll(start),

  // The columns are cut by what stands between them, and have no header and no quotes.
  resolve: usualFormat,

  async read(file, { encoding }, table) {
    const tokens = new TokenLines(file, table, extname(file).toLowerCase() === '.conllu');
    const way = 'put each token on a line of its own, with its columns';
    const told: Told = {};
    const lines = readTextLines(file, longestTokenLine, told, { encoding, way });
    for await (const some of lines) tokens.take(some);
    if (table.rows === 0) {
      throw new InputError('has no tokens, only comments or blank lines; add a line for each token', { file });
    }
    return { comments: tokens.comments, notes: [...describeEncoding(told), ...tokens.notes] };
  },
};
