/** Least height in which a chart can be read. */
const leastHeight = 120;

/** The height of a chart in pixels: in a narrow panel it is lower, so that there is something to see above the fold. */
export const heightAt = (width: number, height: number): number =>
  width === 0 ? height : Math.min(height, Math.max(leastHeight, Math.round(0.75 * width)));
