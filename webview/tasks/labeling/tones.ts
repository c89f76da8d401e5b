/** How a label is coloured: one of the theme's colours, and where those do not suffice, in a pattern. */
export interface Tone {
  readonly colour: number;
  readonly pattern: number;
}

const colours = 6;
const patterns = 3;

/** `B-PER`, `I-PER`: where a span of a type begins, and where it goes on. */
const ofSpan = /^[BIELSUM]-(.+)$/;

/**
 * The tone of each label. Labels of one type of span have one, and what is outside of all spans has none. What comes
 * after 18 others has the tone of an earlier one: the words tell them apart.
 */
export const tonesOf = (labels: readonly string[]): readonly (Tone | undefined)[] => {
  const areSpans = labels.length > 0 && labels.every((label) => label === 'O' || ofSpan.test(label));
  const kinds = labels.map((label) => (areSpans ? ofSpan.exec(label)?.[1] : label));
  const places = new Map<string, number>();
  for (const kind of kinds) if (kind !== undefined && !places.has(kind)) places.set(kind, places.size);
  return kinds.map((kind) => {
    const place = kind === undefined ? undefined : places.get(kind);
    if (place === undefined) return undefined;
    return { colour: place % colours, pattern: Math.floor(place / colours) % patterns };
  });
};

/** As the style sheet knows it. */
export const toneClass = (tone: Tone | undefined): string =>
  tone ? `tone tone-${tone.colour} pattern-${tone.pattern}` : 'tone';
