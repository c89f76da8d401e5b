import { createRandom } from '../../../../../engine/compute/random.ts';

/** A table as a person keeps it, before anything in it is changed. */
export interface PlainTable {
  readonly name: string;
  /** How its name ends. */
  readonly suffix: string;
  readonly content: Buffer;
}

const rows = 48;
const day = 86_400_000;

/** One cell of a row; `at` counts rows, `wave` is a number about 20 with a season of 7, `noise` one from 0 to 1. */
type Cells = (at: number, wave: number, noise: number) => string;

const lines = (header: string, cells: Cells, mark = '\n', count = rows): string => {
  const random = createRandom(3);
  const body = Array.from({ length: count }, (_, at) => {
    const noise = random.next();
    return cells(at, 20 + 5 * Math.sin((at * 2 * Math.PI) / 7) + noise, noise) + mark;
  });
  return (header === '' ? '' : header + mark) + body.join('');
};

const dateOf = (at: number, step = day): string => new Date(Date.UTC(2020, 0, 1) + at * step).toISOString();
const two = (number: number): string => String(number).padStart(2, '0');
const comma = (text: string): string => text.replace('.', ',');
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
const wide = Array.from({ length: 12 }, (_, at) => `s${at}`);

const texts: Readonly<Record<string, string | Buffer>> = {
  'days.csv': lines(
    'day,x,sky',
    (at, x) => `${dateOf(at).slice(0, 10)},${x.toFixed(2)},${at % 3 ? 'sun' : '"a ""b"", c"'}`,
  ),
  'hours.csv': lines('time,load', (at, x) => `${dateOf(at, day / 24).slice(0, 19)}+00,${x.toFixed(3)}`),
  'marks.csv': lines(
    'Tag;Wert;Menge',
    (at, x) =>
      `${two(1 + (at % 28))}.${two(1 + Math.floor(at / 28))}.2021;${comma((x * 90).toFixed(2)).replace(/^(\d)(\d{3})/, '$1.$2')};${at}`,
  ),
  'units.tsv': lines(
    'when\tprice\tshare',
    (at, x, n) => `${at + 1}/${1 + (at % 27)}/2021\t$${x.toFixed(2)}\t${n > 0.5 ? `(${x.toFixed(1)})` : x.toFixed(1)}%`,
  ),
  'powers.csv': lines('step,flux', (at, x) => `${at * 5},${(x * 1e-6).toExponential(3)}`),
  'seconds.csv': lines(
    't,a,b',
    (at, x, n) => `${1_600_000_000 + at * 60},${x.toFixed(1)},${n < 0.2 ? 'NA' : Math.round(x)}`,
  ),
  'classes.csv': lines('a,b,code', (at, x, n) => `${x.toFixed(1)},${n.toFixed(3)},${['01', '1', '1e5'][at % 3]}`),
  'stores.csv': lines(
    'store,day,sold',
    (at, x) => `S${at % 2},${dateOf(at >> 1).slice(0, 10)},${Math.round(x * 9)}`,
    '\r\n',
    2 * rows,
  ),
  'notes.csv': `sep=;\n# from a sensor\n${lines('day;x', (at, x) => `${dateOf(at).slice(0, 10)};${x.toFixed(1)}`)}\nTotal;${rows * 20}\n`,
  'wide.csv': utf16(
    lines('Zeit\tläuft', (at, x) => `${at % 12 || 12}:30 ${at % 24 < 12 ? 'AM' : 'PM'}\t${x.toFixed(2)}`),
  ),
  'latin.csv': latin(lines('Größe;Ort', (at, x) => `${comma(x.toFixed(1))};${at % 2 ? 'Köln' : 'Öls'}`)),
  'months.csv': lines(
    'month,x',
    (at, x) => `${months[at % 12]} ${2000 + Math.floor(at / 12)},${(x * 1000).toFixed(0)}`,
  ),
  'newest.csv': lines('day,close', (at, x) => `${dateOf(rows - at).slice(0, 10)},${x.toFixed(2)}`),
  'quoted.csv': lines(
    '"text","label"',
    (at, x) => `"it is ${x.toFixed(2)},\nsays ${at}","${at % 2 ? 'good' : 'bad'}"`,
    '\r\n',
  ),
  'sequences.csv': lines([...wide, 'label'].join(','), (at, x, n) =>
    [...wide.map((_, i) => (x * i * n).toFixed(2)), `c${at % 2}`].join(','),
  ),
  'states.csv': lines('n,v,state', (at, x, n) => `${at},${x.toFixed(2)},${n < 0.1 ? '' : at % 8 < 4 ? 'on' : 'off'}`),
  'bare.csv': lines('', (at, x) => `${x.toFixed(1)},${at}`),
  'numbers.txt': lines('', (at, x) => `${at}\t${x.toFixed(3)}`),
  'objects.jsonl': lines('', (at, x) => JSON.stringify({ t: dateOf(at), x: at % 9 ? x : null, kind: `k${at % 3}` })),
};

/** Numbers with marks, units and exponents, times of many forms, quotes, encodings, comments, labels, several series. */
export const plainTables: readonly PlainTable[] = Object.entries(texts).map(([name, content]) => ({
  name,
  suffix: name.slice(name.indexOf('.')),
  content: Buffer.from(content as string),
}));
