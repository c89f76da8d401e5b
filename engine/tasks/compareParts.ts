/** What a codec has of a field beside what the config has of it: the fault where they are not the same. */
export const compareParts = (field: string, ofCodec: readonly unknown[], ofConfig: readonly unknown[]): string[] =>
  ofCodec.length === ofConfig.length && ofCodec.every((value, index) => value === ofConfig[index])
    ? []
    : [`codec.${field}: is not that of config.data.${field}`];
