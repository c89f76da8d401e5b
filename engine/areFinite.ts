/** Of the weights of every model that is read, and of every symbol: zero times what is not finite is NaN, which costs no branch. */
export const areFinite = (values: Float32Array): boolean => {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += (values[index] ?? NaN) * 0;
  return sum === 0;
};
