import { expect, test } from 'vitest';
import { guessHeader } from '../../../../engine/files/guessHeader.ts';

const cut = (text: string, delimiter = ','): string[][] => text.split('\n').map((line) => line.split(delimiter));

test.each([
  ['numbers that count the columns', '0,1,2,3,class\n0.5,0.1,0.2,0.7,a\n0.4,0.3,0.1,0.8,b'],
  ['an empty name and numbers that count the columns', ',0,1,2\n0,0.5,0.1,0.2\n1,0.4,0.3,0.1'],
  ['a word above numbers, beside years', 'month,2019,2020\n1,63.1,66.1\n2,67.0,70.0\n3,67.0,70.0'],
  ['a word above dates, beside numbers', 'day,10,20\n2024-01-01,5,6\n2024-01-02,7,8'],
  ['years alone', '2019,2020,2021\n63.1,66.1,3.4\n67.0,70.0,3.5'],
  ['words', 'day,value\n2024-01-01,5\n2024-01-02,7'],
  ['a word with a unit in it above numbers with one', 'share %,price\n5%,$7\n6%,$8'],
])('a first row of %s is a header', (_, text) => {
  expect(guessHeader(cut(text), ',')).toBe(true);
});

test.each([
  ['a unit', 'load\tUnit price\nriver green\t20.5%\nstone paper\t21.8%\nlamp window\t19.1%\nearly cloud\t18.3%'],
  ['a minus of their own', 'y\tTotal, net\n\u22123.0\ta river\n\u22124.1\ta stone\nnan\ta lamp\n\u22122.2\ta cloud'],
])('names above two columns between tabs are a header where numbers have %s', (_, text) => {
  expect(guessHeader(cut(text, '\t'), '\t')).toBe(true);
});

test.each([
  ['numbers', '5.1,3.5,1.4,a\n4.9,3.0,1.4,a\n4.7,3.2,1.3,b'],
  ['numbers in order above others in order', '1,2,3,4\n5,6,7,8\n9,10,11,12'],
  ['years above years', '2019,2020\n2018,2021\n2017,2022'],
  ['two numbers in order', '1,2\n3,9\n5,7'],
  ['a word for none above numbers', 'NA,3.5\n4.9,3.0\n4.7,3.2'],
  ['a label beside numbers', 'a,3.5\nb,3.0\na,3.2'],
  ['amounts with a unit', '$5,a\n$6,b\n$7,c'],
  ['dates', '2024-01-01,5\n2024-01-02,7'],
])('a first row of %s is data', (_, text) => {
  expect(guessHeader(cut(text), ',')).toBe(false);
});
