import { describe, expect, test } from 'vitest';
import { Arguments } from '../../../../engine/cli/arguments.ts';
import type { Options } from '../../../../engine/cli/command.ts';

const options: Options = {
  out: { type: 'string', value: 'DIR', help: '' },
  set: { type: 'string', value: 'X', multiple: true, help: '' },
  temperature: { type: 'string', value: 'X', help: '' },
  json: { type: 'boolean', short: 'j', help: '' },
};
const parse = (...words: readonly string[]): Arguments => Arguments.parse(words, options);

describe('arguments', () => {
  test('options and other words are told apart in any order', () => {
    const args = parse('a', '--set', 'x=1', '--json', 'b', '--set=y=2', '--', '--out');
    expect(args.positionals).toEqual(['a', 'b', '--out']);
    expect(args.texts('set')).toEqual(['x=1', 'y=2']);
    expect([args.has('json'), args.has('out')]).toEqual([true, false]);
  });

  test('numbers may be negative or have an exponent, and nothing else', () => {
    expect(parse('--temperature', '-1.5').number('temperature')).toBe(-1.5);
    expect(parse('--temperature=1e-3').number('temperature')).toBe(0.001);
    expect(parse().number('temperature')).toBeUndefined();
    for (const text of ['warm', '1.0x', '', 'Infinity']) {
      expect(() => parse(`--temperature=${text}`).number('temperature')).toThrow(
        `--temperature: '${text}' is not a number`,
      );
    }
  });

  test.each([
    ['--jsn', 'unknown option --jsn; did you mean --json?'],
    ['--temprature', 'unknown option --temprature; did you mean --temperature?'],
    ['--nothing-like-it', 'unknown option --nothing-like-it; see --help'],
    ['-x', 'unknown option -x; see --help'],
    ['--constructor', 'unknown option --constructor; see --help'],
  ])('%s is unknown and the one meant is named', (word, message) => {
    expect(() => parse(word)).toThrow(message);
  });

  test('a value that was forgotten is missed, also when another option follows', () => {
    expect(() => parse('--out')).toThrow('--out needs a value');
    expect(() => parse('--out', '--json')).toThrow('--out needs a value; write --out=--json');
    expect(parse('--out=--json').text('out')).toBe('--json');
    expect(() => parse('--json=yes')).toThrow('--json takes no value');
  });
});
