/** CoNLL-U's columns, in their order. */
const conlluColumns = ['id', 'form', 'lemma', 'upos', 'xpos', 'feats', 'head', 'deprel', 'deps', 'misc'];
/** Of them, those of a word that may itself be the underscore, which is a missing value in all others. */
const wordColumns = ['form', 'lemma', 'token'];

/** How the lines of a file of tokens are cut, and what their columns are called. */
export interface TokenColumns {
  readonly names: readonly string[];
  readonly isTabbed: boolean;
  /** Whether the first is the number of the word in its sentence, as CoNLL-U has it. */
  readonly isNumbered: boolean;
  /** Places of the columns in which an underscore may be a word. */
  readonly mayBeBlank: ReadonlySet<number>;
}

interface Known {
  readonly isTabbed: boolean;
  readonly names: readonly string[] | undefined;
  readonly isConllu: boolean;
}

/**
 * Of the first token of a file: CoNLL-U's names where it is that by its name or its columns, or those that the file
 * itself gives; else the first is called token and the last tag.
 */
export const nameColumns = (cells: readonly string[], { isTabbed, names, isConllu }: Known): TokenColumns => {
  const isFull = isTabbed && cells.length === conlluColumns.length && /^\d+(-\d+|\.\d+)?$/.test(cells[0] ?? '');
  const found =
    names?.map((name) => name.toLowerCase()) ??
    (isConllu || isFull
      ? conlluColumns
      : cells.map((_, place) => {
          if (place === 0) return 'token';
          return place === cells.length - 1 ? 'tag' : `column${place + 1}`;
        }));
  const isNumbered = found[0] === 'id';
  return {
    names: found,
    isTabbed,
    isNumbered,
    mayBeBlank: new Set(found.flatMap((name, place) => (wordColumns.includes(name) ? [place] : []))),
  };
};
