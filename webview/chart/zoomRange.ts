/** A stretch of the x axis. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The range made `factor` times as wide around `centre`, kept within `whole`; undefined when that is all of it. */
export const zoomAround = (range: Range, factor: number, centre: number, whole: Range): Range | undefined =>
  within({ from: centre - (centre - range.from) * factor, to: centre + (range.to - centre) * factor }, whole);

/** The range moved by a share of its own width, stopped at the ends of `whole`. */
export const panBy = (range: Range, share: number, whole: Range): Range | undefined => {
  const width = range.to - range.from;
  const from = Math.min(Math.max(range.from + width * share, whole.from), Math.max(whole.from, whole.to - width));
  return within({ from, to: from + width }, whole);
};

const within = ({ from, to }: Range, whole: Range): Range | undefined => {
  // Beyond a millionth of the axis neither the ticks nor the pixels tell values apart.
  if (to - from < (whole.to - whole.from) * 1e-6) return { from, to: from + (whole.to - whole.from) * 1e-6 };
  const cut = { from: Math.max(from, whole.from), to: Math.min(to, whole.to) };
  return cut.from <= whole.from && cut.to >= whole.to ? undefined : cut;
};
