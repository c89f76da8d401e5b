/** A network whose numbers have left what 32 bits hold predicts nothing: that is told rather than an empty answer. */
export const describeNonsense = (what: string): string =>
  `${what} is no finite number: its weights or scales are damaged, or the data lies far outside what it was trained on`;
