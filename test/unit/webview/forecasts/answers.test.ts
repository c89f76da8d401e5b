import { expect, test, vi } from 'vitest';
import { Answers } from '../../../../webview/forecasts/answers.ts';

test('what is looked at again is asked for once, until all is let go of', () => {
  const answers = new Answers<number>();
  const post = vi.fn<() => void>();
  answers.ask('a', post);
  answers.ask('a', post);
  expect(post).toHaveBeenCalledTimes(1);
  expect(answers.get('a')).toBeUndefined();
  answers.put('a', 7);
  answers.ask('a', post);
  expect([answers.get('a'), answers.get('b')]).toEqual([7, undefined]);
  answers.clear();
  answers.ask('a', post);
  expect(post).toHaveBeenCalledTimes(2);
});
