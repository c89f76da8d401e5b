/** Between facts in a line, which may break after it. */
export const separator = '\u00a0· ';
