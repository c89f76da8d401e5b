import type { Encoding } from '../../config.ts';
import type { FoundEncoding } from './sniffEncoding.ts';

/** Gets to know how a file is encoded, by the time it has been read. Who asks for it can tell, and gets Windows-1252 too. */
export interface Told {
  /** As it was found out; where one was asked for, what speaks against that. */
  encoding?: FoundEncoding;
  /** What it is read as all the same, because it was asked for. */
  against?: Encoding;
}

/** A text of several, by its name, and how it is encoded. */
export interface ToldText {
  readonly name: string;
  readonly told: Told;
}

const mostNamed = 10;
const saving = '(in VS Code: Save with Encoding)';

/** What is to be said of how a file is encoded. */
interface Finding {
  readonly is: string;
  readonly readAs: string;
  /** What to do where that is not right; where other texts are read along with it, `ofSome`. */
  readonly way?: (it: string) => string;
  readonly ofSome?: (it: string) => string;
}

const found: Readonly<Record<FoundEncoding, Finding | undefined>> = {
  'utf-8': undefined,
  'utf-16le': { is: 'UTF-16', readAs: 'such' },
  'utf-16be': { is: 'UTF-16 with the high byte first', readAs: 'such' },
  'windows-1252': {
    is: 'not UTF-8',
    readAs: 'Windows-1252',
    way: (it) => `set data.encoding, or save ${it} as UTF-8 ${saving}`,
    // An encoding that is asked for is that of all.
    ofSome: (it) => `save ${it} as UTF-8 ${saving}`,
  },
};

const findingOf = ({ encoding, against }: Told): Finding | undefined =>
  encoding && against !== undefined
    ? {
        is: found[encoding]?.is ?? 'UTF-8',
        readAs: `${against}, as data.encoding says`,
        way: () => 'leave data.encoding out',
      }
    : encoding && found[encoding];

/** What is told of a file that is not UTF-8, or that is read as something else than it seems to be. */
export const describeEncoding = (told: Told): string[] => {
  const finding = findingOf(told);
  return finding ? [sentenceOf(finding, ['The file', 'is', 'it'], finding.way)] : [];
};

/** The same of texts that are read one after another: of all, or of which of them it is so. */
export const describeEncodings = (texts: readonly ToldText[]): string[] => {
  const [first] = texts;
  if (!first || texts.length === 1) return first ? describeEncoding(first.told) : [];
  const alike = Map.groupBy(texts, ({ told }) => JSON.stringify([told.encoding, told.against]));
  return [...alike.values()].flatMap((some) => {
    const finding = some[0] && findingOf(some[0].told);
    if (!finding) return [];
    if (some.length === texts.length) {
      return [sentenceOf(finding, [`All ${texts.length} texts`, 'are', 'them'], finding.way)];
    }
    const names = some.slice(0, mostNamed).map(({ name }) => name);
    const listed = some.length > mostNamed ? `${names.join(', ')} and more` : names.join(', ');
    const who = `${some.length} of ${texts.length} texts (${listed})`;
    const [verb, it] = some.length === 1 ? ['is', 'it'] : ['are', 'them'];
    return [sentenceOf(finding, [who, verb, it], finding.ofSome ?? finding.way)];
  });
};

const sentenceOf = (
  { is, readAs }: Finding,
  [who, verb, it]: readonly [who: string, verb: string, it: string],
  way: Finding['way'],
): string => `${who} ${verb} ${is} and ${verb} read as ${readAs}${way ? `; if letters look wrong, ${way(it)}` : ''}.`;
