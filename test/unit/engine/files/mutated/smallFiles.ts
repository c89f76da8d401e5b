import { gzipSync } from 'node:zlib';
import type { Config } from '../../../../../engine/config.ts';
import { floats, idxBytes, npyBytes, zipBytes } from '../arrays/arrayBytes.ts';
import { greyPng, pngBytes } from '../pictures/pictureBytes.ts';

/** Small files of a format that are read together. */
export interface SmallFiles {
  readonly format: string;
  /** What is opened: a file, or a folder of them. */
  readonly opened: string;
  /** By their paths. */
  readonly files: Readonly<Record<string, Buffer>>;
  /** What they are trained on for, where they do not say it themselves. */
  readonly config?: Config;
  /** Whether they are a text, of which there is no table. */
  readonly isText?: boolean;
  /** Whether they are refused as they are. */
  readonly isBomb?: boolean;
}

/** As many lines as `line` is asked for, by their numbers from 0. */
const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('');

const timeSeries = `#x\n@problemName Toy\n@timeStamps false\n@missing true\n@classLabel true a b\n@data\n${'1,2.5,?,4:5,6,7,8:a\n-1e3,2:?,NaN:b\n'.repeat(6)}`;
const sequences =
  '{"sequence":[[1,2],[3,null]],"label":"a","target":[1,-0.5]}\n{"sequence":[[-1e3,0.5]],"label":"b","target":[0,2]}\n'.repeat(
    6,
  );
const stepLabels = '{"sequence":[1,2,null],"label":["a",null,"b"]}\n{"sequence":[-1e3],"label":["b"]}\n'.repeat(6);
const conllu =
  '# text = a\n1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n1\tde\t_\tADP\t_\t_\t0\t_\t_\t_\n2\tle\t_\tDET\t_\t_\t1\t_\t_\t_\n2.1\tx\t_\tX\t_\t_\t_\t_\t_\t_\n\n';
const sentences =
  '{"tokens": ["Ada", "é"], "tags": ["NOUN", null]}\n{"tokens": [], "n": 1e9}\n{"tokens": ["x"], "tags": ["SYM"]}\n';
const opinions = lines(
  24,
  (at) => `{"text":"a ${at % 2 ? 'dull, \\"grey\\"' : 'lovely é'} film ${at}","label":"${at % 2 ? 'bad' : 'good'}"}\n`,
);
const pixels = `${Array.from({ length: 9 }, (_, at) => `p${at}`).join()},digit\n${'0,5,16,0,9,0,2,1,0,one\n3,0,0,12,0,7,0,0,1,two\n'.repeat(6)}`;
const text = 'It was a dark night.\nThe rain fell; é — and the wind "blew".\r\n\tNobody came.\n'.repeat(3);

/** So many sequences of an array. */
const count = 12;
const values = floats(...Array.from({ length: 6 * count }, (_, at) => at / 2));
const array = npyBytes("'<f4'", [count, 3, 2], values);
const clips = npyBytes(
  "'|u1'",
  [count, 2, 2, 2],
  Uint8Array.from({ length: 8 * count }, (_, at) => at),
);
const twoClasses = Uint8Array.from({ length: count }, (_, at) => at % 2);
const classes = npyBytes("'|u1'", [count], twoClasses);
const letters = Uint32Array.from({ length: 2 * count }, (_, at) => (at % 4 === 3 ? 0 : 97 + (at % 4)));
const names = npyBytes("'<U2'", [count], new Uint8Array(letters.buffer));
const images = idxBytes(8, [count, 3, 8], new Uint8Array(values.buffer));
const labels = idxBytes(8, [count], twoClasses);
/** Packed to a thousandth, where its beginning says that there is nearly nothing. */
const zeros = Buffer.alloc(1 << 17);
const imageBomb = gzipSync(Buffer.concat([images, zeros]));
const arrayBomb = zipBytes({ 'X.npy': Buffer.concat([array, zeros]), 'y.npy': classes });
/** As many as it says. */
const labelBomb = zipBytes({
  'X.npy': npyBytes("'<f4'", [count, 3, 4], zeros.subarray(0, 48 * count)),
  'y.npy': npyBytes("'|u1'", [zeros.length], zeros),
});

const colours = pngBytes({
  width: 2,
  height: 2,
  kind: 2,
  rows: Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 1, 7, 8, 9, 1, 1, 1),
});
const palette = pngBytes({
  ...{ width: 2, height: 2, depth: 4, kind: 3, rows: Uint8Array.of(0, 0x01, 2, 0x10) },
  ...{ palette: [255, 0, 0, 0, 0, 255], opacity: [9] },
});
const textual = Buffer.from('P2\n# grey\n2 2 255\n60 61 62 63\n');
const plain = Buffer.concat([Buffer.from('P5 2 2 65535\n'), Buffer.from([0, 1, 2, 3, 4, 5, 6, 7])]);

/** Some of each format that tables and texts are read from. */
export const smallFiles: readonly SmallFiles[] = [
  {
    format: 'rows',
    ...only(
      'data.csv',
      `day,x,sky\n${lines(24, (at) => `2020-01-${at + 1},${at % 7 === 3 ? '' : at / 4},"a ""${at % 2}"", c"\n`)}`,
    ),
  },
  {
    format: 'rows in UTF-16',
    ...only('data.csv', Buffer.from(`\ufeffday;x\n${lines(24, (at) => `${at + 1}.2.20;${at},5\n`)}`, 'utf16le')),
  },
  {
    format: 'rows in Windows-1252',
    ...only('data.tsv', Buffer.from(`ort\tx\n${'München\t1\nKöln\t-2.5e3\n'.repeat(12)}`, 'latin1')),
  },
  { format: 'pixels in rows', ...only('data.csv', pixels), config: { task: 'classification', data: { stepSize: 3 } } },
  {
    format: 'steps with a state',
    ...only(
      'data.csv',
      `time,id,x,state\n${lines(12, (at) => `1,${at},0.5,on\n2,${at},${at},${at % 3 ? 'off' : ''}\n`)}`,
    ),
    config: { task: 'labeling', data: { label: 'state', group: 'id' } },
  },
  { format: 'objects a line', ...only('data.jsonl', '{"a":1,"b":"x"}\n{"a":-2.5e3,"b":null,"c":true}\n'.repeat(12)) },
  { format: 'texts a line', ...only('data.jsonl', opinions), config: { task: 'textClassification' } },
  { format: 'time series', ...only('data.ts', timeSeries) },
  { format: 'sequences a line', ...only('data.jsonl', sequences) },
  { format: 'sequences with a label a step', ...only('data.jsonl', stepLabels) },
  {
    format: 'columns of tokens',
    ...only('data.conll', 'EU NNP B-ORG\nsays VBZ O\n\n# Peter\nPeter NNP I-PER\n\n'.repeat(4)),
  },
  { format: 'CoNLL-U', ...only('data.conllu', conllu.repeat(12)) },
  { format: 'sentences a line', ...only('data.jsonl', sentences.repeat(4)) },
  {
    format: 'texts side by side',
    opened: 'data.de',
    files: {
      'data.de': Buffer.from(lines(24, (at) => (at === 3 ? '\n' : `Ein Mann läuft, "${at}".\n`))),
      'data.en': Buffer.from(lines(24, (at) => (at === 3 ? '\n' : `${at} A man runs.\r\n`))),
    },
    config: { task: 'translation' },
  },
  {
    format: 'an array',
    opened: 'X.npy',
    files: { 'X.npy': array, 'y.npy': names },
  },
  { format: 'an archive of arrays', ...only('data.npz', zipBytes({ 'X.npy': array, 'y.npy': classes })) },
  { format: 'an archive of clips', ...only('data.npz', zipBytes({ 'clips.npy': clips, 'labels.npy': names }, 0)) },
  { format: 'an archive that is a bomb', ...only('data.npz', arrayBomb), isBomb: true },
  { format: 'an archive with labels that are a bomb', ...only('data.npz', labelBomb), isBomb: true },
  {
    format: 'images',
    opened: 'data-images-idx3-ubyte',
    files: { 'data-images-idx3-ubyte': images, 'data-labels-idx1-ubyte': labels },
  },
  {
    format: 'packed images',
    opened: 'data-images-idx3-ubyte.gz',
    files: { 'data-images-idx3-ubyte.gz': gzipSync(images), 'data-labels-idx1-ubyte.gz': gzipSync(labels) },
  },
  { format: 'packed images that are a bomb', ...only('data-images-idx3-ubyte.gz', imageBomb), isBomb: true },
  {
    format: 'pictures in folders',
    opened: 'pictures',
    files: {
      ...pictures('a/', greyPng(2, [1, 2, 3, 4]), palette, textual, plain),
      ...pictures('b/', plain, greyPng(2, [4, 3, 2, 1]), colours, textual),
    },
  },
  {
    format: 'pictures with a file of labels',
    opened: 'pictures',
    files: {
      ...pictures('', plain, palette, greyPng(2, [1, 2, 3, 4]), textual, plain, colours, textual, palette),
      'pictures/labels.csv': Buffer.from(`file,label\n${lines(8, (at) => `${at},"${at % 2}"\n`)}`),
    },
  },
  { format: 'a text', ...only('data.txt', text), isText: true },
  {
    format: 'a folder of texts',
    opened: 'texts',
    files: { 'texts/a.txt': Buffer.from(text), 'texts/in/b.md': Buffer.from(`# B\n${text}`) },
    isText: true,
  },
];

/** A file that is opened and alone. */
function only(name: string, content: string | Buffer): Pick<SmallFiles, 'opened' | 'files'> {
  return { opened: name, files: { [name]: Buffer.from(content as string) } };
}

/** Pictures by their paths, the kind of each told by its beginning. */
function pictures(folder: string, ...all: readonly Buffer[]): Record<string, Buffer> {
  const endOf = (picture: Buffer): string => (picture[0] === 0x89 ? 'png' : 'pgm');
  return Object.fromEntries(all.map((picture, at) => [`pictures/${folder}${at}.${endOf(picture)}`, picture]));
}
