/** Power of the values at each frequency, in cycles a row: as large as their mean square where they are noise. */
export const powersAt = (values: Float64Array, frequencies: readonly number[]): Float64Array => {
  const powers = new Float64Array(frequencies.length);
  for (let at = 0; at < frequencies.length; at += 4) fourPowers(values, frequencies, powers, at);
  return powers;
};

/** Those from `at` on. Each number waits for the one before it; of four, three are worked out meanwhile. */
const fourPowers = (values: Float64Array, frequencies: readonly number[], powers: Float64Array, at: number): void => {
  // Goertzel's recurrence: one product a row instead of a sine.
  const twice = (index: number): number => 2 * Math.cos(2 * Math.PI * (frequencies[index] ?? 0));
  const [twiceA, twiceB, twiceC, twiceD] = [twice(at), twice(at + 1), twice(at + 2), twice(at + 3)];
  let [beforeA, beforeB, beforeC, beforeD] = [0, 0, 0, 0];
  let [lastA, lastB, lastC, lastD] = [0, 0, 0, 0];
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? 0;
    const nextA = value - beforeA + twiceA * lastA;
    const nextB = value - beforeB + twiceB * lastB;
    const nextC = value - beforeC + twiceC * lastC;
    const nextD = value - beforeD + twiceD * lastD;
    beforeA = lastA;
    beforeB = lastB;
    beforeC = lastC;
    beforeD = lastD;
    lastA = nextA;
    lastB = nextB;
    lastC = nextC;
    lastD = nextD;
  }
  const power = (turn: number, last: number, before: number): number =>
    Math.max(0, (last * last + before * before - turn * last * before) / values.length);
  const four = [
    power(twiceA, lastA, beforeA),
    power(twiceB, lastB, beforeB),
    power(twiceC, lastC, beforeC),
    power(twiceD, lastD, beforeD),
  ];
  powers.set(four.slice(0, frequencies.length - at), at);
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
    const bins = [line];
    for (let offset = 1; offset <= neighbours; offset++) {
      // Those of other harmonics are no noise.
      if (offset % cycles === 0) continue;
      for (const bin of [line - offset, line + offset]) {
        if (bin >= 1 && 2 * bin < length) bins.push(bin);
      }
    }
    const [power = 0, ...others] = powersAt(
      values,
      bins.map((bin) => bin / length),
    );
    const count = others.length;
    const sum = others.reduce((all, other) => all + other, 0);
    // At half the rows all power is in one of sine and cosine: noise varies twice as much.
    const share = 2 * line === length ? 2 : 1;
    return count > 0 && sum > 0 ? (power * count) / sum / share : power > 0 ? Infinity : 0;
  });
};
