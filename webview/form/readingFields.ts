import type { Encoding } from '../../engine/config.ts';
import type { Inspection, TaskDescription } from '../../engine/protocol.ts';
import { t } from '../strings.ts';
import { type FieldSpec, type TextSpec, choice, flag, whole } from './fieldSpecs.ts';

const text = (path: string, label: string, isList = false): TextSpec => ({ kind: 'text', path, label, isList });

/** How a file is read, where it is to be read otherwise than it was understood; of a text that is its encoding alone. */
export const readingFields = (
  { ownPaths, formatPaths }: Pick<TaskDescription, 'ownPaths' | 'formatPaths'>,
  inspection: Inspection,
): readonly FieldSpec[] => {
  const known = new Set([...ownPaths, ...formatPaths]);
  return fieldsOf(inspection).filter(({ path }) => known.has(path));
};

/** The same of a file that could not be read: as it was before, where it was, else its encoding. */
export const wayOutFields = (
  task: Pick<TaskDescription, 'ownPaths' | 'formatPaths'> | undefined,
  inspection: Inspection | undefined,
): readonly FieldSpec[] => (task && inspection ? readingFields(task, inspection) : [encodingField()]);

const fieldsOf = (inspection: Inspection): readonly FieldSpec[] => {
  if (inspection.kind === 'text') return [encodingField()];
  const { delimiter, isDecoded } = inspection;
  const encoding = isDecoded ? [encodingField()] : [];
  return delimiter === undefined
    ? [...encoding, ...cellFields()]
    : [...rowFields(), ...encoding, ...lineFields(), ...cellFields()];
};

const rowFields = (): readonly FieldSpec[] => [
  choice('data.delimiter', t('Between cells'), [
    [',', t('comma')],
    [';', t('semicolon')],
    ['\t', t('tab')],
    ['|', t('bar')],
  ]),
  flag('data.header', t('The first row has the names of the columns')),
  choice('data.quote', t('Quotes'), [
    ['', t('as found')],
    ['"', t('enclose cells')],
    ['none', t('are characters like others')],
  ]),
  flag('data.fillShortRows', t('Rows that end early have empty cells there')),
];

const encodingNames = (): Readonly<Record<Encoding, string>> => ({
  'utf-8': 'UTF-8',
  'utf-16le': t('UTF-16, low byte first'),
  'utf-16be': t('UTF-16, high byte first'),
  'windows-1252': t('Windows-1252 (Western)'),
  'windows-1250': t('Windows-1250 (Central European)'),
  'windows-1251': t('Windows-1251 (Cyrillic)'),
  'windows-1253': t('Windows-1253 (Greek)'),
  'windows-1254': t('Windows-1254 (Turkish)'),
  'windows-1257': t('Windows-1257 (Baltic)'),
  'iso-8859-2': t('ISO 8859-2 (Central European)'),
  'iso-8859-15': t('ISO 8859-15 (Western)'),
  'koi8-r': t('KOI8-R (Cyrillic)'),
  macintosh: t('Mac Roman'),
  shift_jis: t('Shift JIS (Japanese)'),
  'euc-jp': t('EUC-JP (Japanese)'),
  gb18030: t('GB 18030 (Chinese)'),
  big5: t('Big5 (Chinese)'),
  'euc-kr': t('EUC-KR (Korean)'),
});

const encodingField = (): FieldSpec =>
  choice('data.encoding', t('Encoding'), [['', t('as found')], ...Object.entries(encodingNames())]);

const lineFields = (): readonly FieldSpec[] => [
  text('data.comment', t('Comment lines begin with')),
  whole('data.skipLines', t('Lines above the header (empty: as found)'), 0, 10_000),
  whole('data.footerRows', t('Rows below the table (empty: as found)'), 0, 10_000),
];

const cellFields = (): readonly FieldSpec[] => [
  choice('data.decimalMark', t('Decimal mark'), [
    ['', t('as found')],
    ['.', t('point')],
    [',', t('comma')],
  ]),
  text('data.missingValues', t('No value is written as (besides nothing)'), true),
  text('data.timeFormat', t('Times are written as (dd.MM.yyyy HH:mm)')),
  text('data.timeZone', t('Time zone of the clock (Europe/Berlin)')),
];
