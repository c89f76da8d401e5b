/** What stands for a text without a word or character. */
export const nothingId = 0;
/** What stands for every token that is not known. */
export const unknownId = 1;
const firstId = 2;

/** Different ids that a network reads which knows so many tokens. */
export const countIds = (known: number): number => known + firstId;

/** Ids by token. */
export const tokenIds = ({ tokens }: { readonly tokens: readonly string[] }): ReadonlyMap<string, number> =>
  new Map(tokens.map((token, place) => [token, place + firstId]));
