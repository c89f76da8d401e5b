/**
 * The solution of A x = b for a symmetric positive definite A (size, size), by Cholesky's factors. Both are overwritten;
 * the solution stands in `b`.
 */
export const solvePositive = (a: Float64Array, b: Float64Array): Float64Array => {
  const size = b.length;
  const at = (row: number, column: number): number => a[row * size + column] ?? NaN;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = at(row, column);
      for (let k = 0; k < column; k++) sum -= at(row, k) * at(column, k);
      a[row * size + column] = row === column ? Math.sqrt(sum) : sum / at(column, column);
    }
  }
  for (let row = 0; row < size; row++) {
    let sum = b[row] ?? NaN;
    for (let k = 0; k < row; k++) sum -= at(row, k) * (b[k] ?? NaN);
    b[row] = sum / at(row, row);
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = b[row] ?? NaN;
    for (let k = row + 1; k < size; k++) sum -= at(k, row) * (b[k] ?? NaN);
    b[row] = sum / at(row, row);
  }
  return b;
};
