import { expect, test } from 'vitest';
import { nextQuestion } from '../../../../../webview/tasks/labels/nextQuestion.ts';

const prediction = { alternatives: [], unit: 'words' as const, length: 2, read: 2, unknown: [] };

test('asks what has been typed, soon after the last key', () => {
  expect(nextQuestion({ text: 'free' }, 3)).toEqual({ text: 'free', epoch: 3, quiet: 200 });
});

test('asks nothing of blanks, before there is a model, or while a question is open', () => {
  expect(nextQuestion({ text: ' \n' }, 3)).toBeUndefined();
  expect(nextQuestion({ text: 'free' }, undefined)).toBeUndefined();
  expect(nextQuestion({ text: 'free c', asked: { token: 'a', text: 'free', epoch: 3 } }, 3)).toBeUndefined();
});

test('asks the last text once when the answer to an earlier one has come', () => {
  const answer = { text: 'free', epoch: 3, prediction };
  expect(nextQuestion({ text: 'free cash', answer }, 3)).toMatchObject({ text: 'free cash' });
  expect(nextQuestion({ text: 'free', answer }, 3)).toBeUndefined();
});

test('does not ask again what has failed, but asks a better model the same, after a longer while', () => {
  const answer = { text: 'free', epoch: 3, error: 'the engine ended' };
  expect(nextQuestion({ text: 'free', answer }, 3)).toBeUndefined();
  expect(nextQuestion({ text: 'free', answer }, 4)).toEqual({ text: 'free', epoch: 4, quiet: 1000 });
});
