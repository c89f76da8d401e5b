/** The rows of a table for which `isMeant`, in order. */
export const rowsWhere = (count: number, isMeant: (row: number) => boolean): Int32Array => {
  const rows = new Int32Array(count);
  let length = 0;
  for (let row = 0; row < count; row++) if (isMeant(row)) rows[length++] = row;
  return rows.slice(0, length);
};
