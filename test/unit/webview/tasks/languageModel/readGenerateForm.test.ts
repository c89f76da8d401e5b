import { expect, test } from 'vitest';
import { readGenerateForm } from '../../../../../webview/tasks/languageModel/readGenerateForm.ts';
import { initialView } from '../../../../../webview/panel/viewState.ts';

const form = initialView.generate;

test('sends only the fields that are filled in', () => {
  expect(readGenerateForm({ ...form, prime: 'Ann', topK: '5', length: '' })).toEqual({
    requests: [{ prime: 'Ann', temperature: 0.8, topK: 5 }],
    problems: [],
  });
});

test('tells the label of a text where one is filled in', () => {
  expect(readGenerateForm({ ...form, label: 'spam' }).requests).toEqual([
    { label: 'spam', temperature: 0.8, length: 500 },
  ]);
});

test('asks for half, one and one and a half times the temperature', () => {
  const { requests } = readGenerateForm({ ...form, temperature: '0.7', hasThree: true });
  expect(requests.map(({ temperature }) => temperature)).toEqual([0.35, 0.7, 1.05]);
});

test('reads a decimal comma', () => {
  expect(readGenerateForm({ ...form, topP: '0,9' }).requests[0]?.topP).toBe(0.9);
});

test.each([
  ['temperature', '-1'],
  ['topK', '2.5'],
  ['topP', '1.1'],
  ['length', '0'],
  ['seed', 'abc'],
] as const)('refuses %s %s and names the field', (field, value) => {
  const { problems } = readGenerateForm({ ...form, [field]: value });
  expect(problems.map((problem) => problem.field)).toEqual([field]);
  expect(problems[0]?.message).toContain(`'${value}'`);
});
