/** The nearest bfloat16 to a float, ties to even, as a float: subnormal numbers are 0, a NaN stays one. */
export const roundToBfloat16 = (value: number): number => {
  floats[0] = value;
  const [raw = 0] = bits;
  if ((raw & 0x7f800000) === 0) bits[0] = raw & 0x80000000;
  else if (Number.isNaN(value)) bits[0] = (raw | 0x400000) & 0xffff0000;
  else bits[0] = (raw + 0x7fff + ((raw >>> 16) & 1)) & 0xffff0000;
  return floats[0];
};

const floats = new Float32Array(1);
const bits = new Uint32Array(floats.buffer);
