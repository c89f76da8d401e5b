/** Of Stirling's series, B_2k / (2k (2k − 1)) for k = 1 … 6. */
const terms = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360] as const;
/** From here on the series leaves less than a part in 10^14. */
const large = 10;

/** ln Γ(x) for x > 0, by Stirling's series at an argument that Γ(x + 1) = x Γ(x) has made large (Abramowitz and Stegun 6.1.41). */
export const logGamma = (x: number): number => {
  let product = 1;
  let at = x;
  for (; at < large; at++) product *= at;
  const square = 1 / (at * at);
  const series = terms.reduceRight((sum, term) => sum * square + term, 0) / at;
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
};
