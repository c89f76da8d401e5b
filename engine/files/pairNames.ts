// Names by which columns of pairs go: of a text and what becomes of it.

const sources =
  /^(source|src|from|input|question|original|word|spelling|grapheme|graphemes|orthography|article|document)s?$/i;
const targets =
  /^(target|tgt|trg|to|output|answer|translation|translated|pronunciation|phonemes?|phones|sounds?|ipa|lemma|summary|reversed|response|reply)s?$/i;
const languages =
  /^(en|de|fr|es|it|pt|nl|pl|ru|uk|cs|sk|da|sv|no|nb|fi|hu|ro|bg|el|tr|ar|he|fa|hi|zh|ja|ko|vi|th|id|la|english|german|french|spanish|italian|portuguese|dutch|polish|russian|ukrainian|czech|danish|swedish|norwegian|finnish|hungarian|romanian|greek|turkish|arabic|hebrew|persian|hindi|chinese|japanese|korean|vietnamese|latin|deutsch|englisch|français|español)$/i;

export const isSourceName = (name: string): boolean => sources.test(name.trim());

export const isTargetName = (name: string): boolean => targets.test(name.trim());

export const isLanguageName = (name: string): boolean => languages.test(name.trim());

/** Whether a cell of a first row is a name that columns of pairs go by. */
export const isPairName = (name: string): boolean => isSourceName(name) || isTargetName(name) || isLanguageName(name);

/** Of `train.de` or `train.de.txt`: what texts that belong together have in common, and the name of the one. */
export interface SideName {
  readonly base: string;
  readonly side: string;
}

/** The parts of a file's name where it says which side of a pair, or which language, its lines are. */
export const sideOfName = (name: string): SideName | undefined => {
  const { base = '', side = '', end = '' } = /^(?<base>.+?)\.(?<side>[^.]+?)(?<end>\.txt)?$/i.exec(name)?.groups ?? {};
  return isPairName(side) ? { base: `${base}${end.toLowerCase()}`, side } : undefined;
};
