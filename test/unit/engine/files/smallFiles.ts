import { gzipSync } from 'node:zlib';
import { floats, idxBytes, npyBytes, zipBytes } from './arrays/arrayBytes.ts';

/** A small file of a format. */
export interface SmallFile {
  readonly format: string;
  /** How its name ends. */
  readonly suffix: string;
  readonly content: Buffer;
}

const timeSeries = `#x\n@problemName Toy\n@timeStamps false\n@missing true\n@classLabel true a b\n@data\n${'1,2.5,?,4:5,6,7,8:a\n-1e3,2:?,NaN:b\n'.repeat(4)}`;
const sequences =
  '{"sequence":[[1,2],[3,null]],"label":"a","target":[1,-0.5]}\n{"sequence":[[-1e3,0.5]],"label":["b"]}\n'.repeat(4);
const conllu =
  '# text = a\n1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n1\tde\t_\tADP\t_\t_\t0\t_\t_\t_\n2.1\tx\t_\tX\t_\t_\t_\t_\t_\t_\n\n';
const values = floats(...Array.from({ length: 24 }, (_, at) => at / 2));
const array = npyBytes("'<f4'", [4, 3, 2], values);
const labels = npyBytes("'|u1'", [4], Uint8Array.of(0, 1, 1, 0));
const images = idxBytes(8, [4, 3, 8], new Uint8Array(values.buffer));

/** One of each format that tables are read from. */
export const smallFiles: readonly SmallFile[] = [
  {
    format: 'rows',
    suffix: '.csv',
    content: Buffer.from('day,x,sky\n2020-01-01,1.5,"a ""b"", c"\n2020-01-02,,fog\n'.repeat(3)),
  },
  {
    format: 'objects a line',
    suffix: '.jsonl',
    content: Buffer.from('{"a":1,"b":"x"}\n{"a":-2.5e3,"b":null,"c":true}\n'.repeat(3)),
  },
  { format: 'time series', suffix: '.ts', content: Buffer.from(timeSeries) },
  { format: 'sequences a line', suffix: '.jsonl', content: Buffer.from(sequences) },
  {
    format: 'columns of tokens',
    suffix: '.conll',
    content: Buffer.from('EU NNP B-ORG\nsays VBZ O\n\n# Peter\nPeter NNP B-PER\n\n'),
  },
  { format: 'lines of a language', suffix: '.de', content: Buffer.from('Ein Mann läuft.\n\nZwei, "drei"\n'.repeat(4)) },
  { format: 'CoNLL-U', suffix: '.conllu', content: Buffer.from(conllu) },
  {
    format: 'sentences a line',
    suffix: '.jsonl',
    content: Buffer.from('{"tokens": ["Ada", "é"], "tags": ["NOUN", null]}\n{"tokens": [], "n": 1e9}\n'.repeat(2)),
  },
  { format: 'an array', suffix: '.npy', content: array },
  { format: 'an archive of arrays', suffix: '.npz', content: zipBytes({ 'X.npy': array, 'y.npy': labels }) },
  { format: 'images', suffix: '-images-idx3-ubyte', content: images },
  { format: 'packed images', suffix: '-images-idx3-ubyte.gz', content: gzipSync(images) },
];
