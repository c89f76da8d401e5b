/** Every setting, without the prefix that all of ours have, and its default as package.json has it. */
export const settingDefaults = {
  'codeLens.train': true,
  'codeLens.predictions': true,
  inlayHints: true,
  'inlineCompletions.run': '',
  threads: 0,
};
