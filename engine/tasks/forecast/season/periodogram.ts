/** Power of the values at a frequency, in cycles a row: as large as their mean square where they are noise. */
export const powerAt = (values: Float64Array, frequency: number): number => {
  // Goertzel's recurrence: one product a row instead of a sine.
  const angle = 2 * Math.PI * frequency;
  const twice = 2 * Math.cos(angle);
  let before = 0;
  let last = 0;
  for (let row = 0; row < values.length; row++) {
    const next = (values[row] ?? 0) + twice * last - before;
    before = last;
    last = next;
  }
  return Math.max(0, (last * last + before * before - twice * last * before) / values.length);
};

/** Harmonics that are looked at: what a season is beyond them is rarely told from noise. */
const mostHarmonics = 6;

const harmonicsOf = (season: number): number => Math.min(mostHarmonics, Math.floor(season / 2));

/** Frequencies on either side of a harmonic that say how much of its power is noise. */
const neighbours = 10;

/**
 * How many times as much power as in the frequencies around them there is in each harmonic of a season. On both sides
 * of a line the spectrum of noise is level, also of noise whose values hang together, so that these are about 1 there.
 */
export const prominences = (all: Float64Array, season: number): number[] => {
  const cycles = Math.floor(all.length / season);
  // Whole cycles: a line leaks nothing into its neighbours.
  const values = all.subarray(all.length - cycles * season);
  const { length } = values;
  return Array.from({ length: harmonicsOf(season) }, (_, index) => {
    const line = (index + 1) * cycles;
    let sum = 0;
    let count = 0;
    for (let offset = 1; offset <= neighbours; offset++) {
      // Those of other harmonics are no noise.
      if (offset % cycles === 0) continue;
      for (const bin of [line - offset, line + offset]) {
        if (bin < 1 || 2 * bin >= length) continue;
        sum += powerAt(values, bin / length);
        count++;
      }
    }
    const power = powerAt(values, line / length);
    // At half the rows all power is in one of sine and cosine: noise varies twice as much.
    const share = 2 * line === length ? 2 : 1;
    return count > 0 && sum > 0 ? (power * count) / sum / share : power > 0 ? Infinity : 0;
  });
};
