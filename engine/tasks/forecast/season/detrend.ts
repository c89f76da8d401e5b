/** Powers of the position that count as a trend: it may bend, and still does not follow a season that comes three times. */
const degree = 2;

/** Deviations from the parabola through the values (least squares); 0 where there is no value. */
export const detrend = (values: Float64Array): Float64Array => {
  const isKnown = new Uint8Array(values.length).fill(1);
  const rest = values.slice();
  for (let row = 0; row < rest.length; row++) {
    if (!Number.isNaN(rest[row])) continue;
    isKnown[row] = 0;
    rest[row] = 0;
  }
  for (const power of trendOf(isKnown)) takeOff(rest, power);
  for (let row = 0; row < rest.length; row++) if (isKnown[row] === 0) rest[row] = 0;
  return rest;
};

/** Powers of the position from -1 to 1, orthogonal to each other, 0 in rows that are not known. */
export const trendOf = (isKnown: Uint8Array): Float64Array[] => {
  const powers: Float64Array[] = [];
  for (let exponent = 0; exponent <= degree; exponent++) {
    const scale = 2 / Math.max(1, isKnown.length - 1);
    const power = new Float64Array(isKnown.length);
    for (let row = 0; row < power.length; row++) {
      const at = scale * row - 1;
      if (isKnown[row] !== 0) power[row] = exponent === 0 ? 1 : exponent === 1 ? at : at ** exponent;
    }
    for (const before of powers) takeOff(power, before);
    powers.push(power);
  }
  return powers;
};

/** Makes `values` orthogonal to a direction; returns the square of what it took off. */
export const takeOff = (values: Float64Array, direction: Float64Array): number => {
  let product = 0;
  let squares = 0;
  for (let row = 0; row < values.length; row++) {
    const at = direction[row] ?? 0;
    product += (values[row] ?? 0) * at;
    squares += at * at;
  }
  if (!(squares > 0)) return 0;
  const share = product / squares;
  for (let row = 0; row < values.length; row++) values[row] = (values[row] ?? 0) - share * (direction[row] ?? 0);
  return (product * product) / squares;
};
