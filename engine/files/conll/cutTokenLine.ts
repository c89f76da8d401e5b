/** The columns of a line of a token: between tabs, or where there are none, between any spaces. */
export const cutTokenLine = (text: string, isTabbed: boolean): string[] =>
  isTabbed ? text.split('\t').map((cell) => cell.trim()) : text.trim().split(/[ \t]+/);
