import { expect, test } from 'vitest';
import type { RunConfig } from '../../../../engine/config.ts';
import { describeTask } from '../../../../engine/tasks/describeTask.ts';
import { taskOf } from '../../../../engine/tasks/findTask.ts';
import type { RunSnapshot } from '../../../../webview/protocol.ts';
import { PanelModel } from '../../../../webview/panel/panelModel.ts';
import type { ViewState } from '../../../../webview/panel/viewState.ts';
import { initialView, tabsOf } from '../../../../webview/panel/viewState.ts';

const run = (id: string): RunSnapshot => ({ id, title: `run ${id}`, state: 'running', events: [] });
const create = (kept?: Partial<ViewState>) => {
  const written: ViewState[] = [];
  const model = new PanelModel(
    () => kept,
    (view) => written.push(view),
  );
  return { model, written };
};

test('shows the kept tab and zoom again for the run they were kept for', () => {
  const { model } = create({ id: 'a', tab: 'data', zoom: { from: 1, to: 2 } });
  model.receive({ type: 'hydrate', strings: {}, run: run('a') });
  expect(model.view).toMatchObject({ tab: 'data', zoom: { from: 1, to: 2 }, smoothing: initialView.smoothing });
});

test('begins anew for another run, and keeps its id for the host', () => {
  const { model, written } = create({ id: 'a', tab: 'data' });
  model.receive({ type: 'hydrate', strings: {}, run: run('b') });
  expect(model.view.tab).toBe('curves');
  expect(written.at(-1)?.id).toBe('b');
});

test('adds the events after the history, and replaces the history when hydrated again', () => {
  const { model } = create();
  model.receive({ type: 'hydrate', strings: {}, run: { ...run('a'), events: [{ event: 'log', message: 'one' }] } });
  model.receive({ type: 'events', events: [{ event: 'log', message: 'two' }] });
  expect(model.history.log.map(({ text }) => text)).toEqual(['one', 'two']);
  model.receive({ type: 'hydrate', strings: {}, run: run('a') });
  expect(model.history.log).toEqual([]);
});

test('keeps which runs it is compared with, for the host to bring back', () => {
  const { model, written } = create();
  model.receive({ type: 'hydrate', strings: {}, run: run('a') });
  const compared = { id: 'b', title: 'gru 32', epoch: [1], step: [9], time: [1], value: [0.5] };
  model.receive({ type: 'compared', runs: [compared] });
  expect(model.compared).toEqual([compared]);
  expect(written.at(-1)).toMatchObject({ id: 'a', compared: ['b'] });
});

test('joins the pieces of a streamed text by their token and ends it with its error', () => {
  const { model } = create();
  model.receive({ type: 'hydrate', strings: {}, run: run('a') });
  const started = { temperature: 1, text: '', isRunning: true };
  model.updateView({
    generations: [
      { token: 'x', ...started },
      { token: 'y', ...started },
    ],
  });
  model.receive({ type: 'generated', token: 'x', text: 'An' });
  model.receive({ type: 'generated', token: 'x', text: 'na' });
  model.receive({ type: 'generateEnded', token: 'y', error: 'no engine' });
  expect(model.view.generations).toEqual([
    { token: 'x', temperature: 1, text: 'Anna', isRunning: true },
    { token: 'y', temperature: 1, text: '', isRunning: false, error: 'no engine' },
  ]);
});

test('does not show a text as still streaming after the panel was hidden', () => {
  const { model } = create({ id: 'a', generations: [{ token: 'x', temperature: 1, text: 'An', isRunning: true }] });
  model.receive({ type: 'hydrate', strings: {}, run: run('a') });
  expect(model.view.generations[0]).toMatchObject({ text: 'An', isRunning: false });
});

test('takes the answer to the last question about a typed text, and no other', () => {
  const { model, written } = create();
  model.receive({ type: 'hydrate', strings: {}, run: run('a') });
  model.updateView({ tryIt: { text: 'free cash', asked: { token: 'y', text: 'free', epoch: 2 } } });
  model.receive({ type: 'textPredicted', token: 'x', error: 'too late' });
  expect(model.view.tryIt.answer).toBeUndefined();
  const prediction = {
    alternatives: [{ text: 'spam', probability: 0.9 }],
    unit: 'words' as const,
    length: 1,
    read: 1,
    unknown: [],
  };
  model.receive({ type: 'textPredicted', token: 'y', prediction });
  expect(written.at(-1)?.tryIt).toEqual({ text: 'free cash', answer: { text: 'free', epoch: 2, prediction } });
});

test('shows a typed text and its answer again after the panel was closed, and no question as still open', () => {
  const asked = { token: 'y', text: 'free cash', epoch: 2 };
  const answer = { text: 'free', epoch: 2, error: 'the engine ended' };
  const { model } = create({ id: 'a', tryIt: { text: 'free cash', asked, answer } });
  model.receive({ type: 'hydrate', strings: {}, run: run('a') });
  expect(model.view.tryIt).toEqual({ text: 'free cash', asked: undefined, answer });
});

test('has the views of its task among its tabs, and without one those of every run', () => {
  const tabs = (task: string) => tabsOf(describeTask(taskOf({ task })));
  expect(tabs('forecast')).toEqual(['curves', 'forecast', 'errors', 'explain', 'gradients', 'data', 'config']);
  expect(tabs('languageModel')).toEqual(['curves', 'samples', 'gradients', 'data', 'config']);
  expect(tabs('classification')).toEqual(['curves', 'results', 'explain', 'gradients', 'data', 'config']);
  expect(tabsOf(undefined)).toEqual(['curves', 'gradients', 'data', 'config']);
  const ofText = (text: string | null) =>
    tabsOf(describeTask(taskOf({ task: 'regression' })), {
      data: text === null ? { text, stepSize: 1 } : { text },
    } as unknown as RunConfig).slice(1, 3);
  expect([ofText('remark'), ofText(null)]).toEqual([
    ['scatter', 'tryIt'],
    // Texts have no columns to permute, and nobody types numbers.
    ['scatter', 'explain'],
  ]);
  const labeling = describeTask(taskOf({ task: 'labeling' }));
  const tabsWith = (token: string | null) => tabsOf(labeling, { data: { token } } as unknown as RunConfig);
  expect(tabsWith('word').slice(1, 4)).toEqual(['ribbons', 'results', 'tryIt']);
  // Nobody types numbers as a sentence.
  expect(tabsWith(null)).not.toContain('tryIt');
});

test('shows what a run rests on as the host tells it, and nothing of it when the host has dropped it', () => {
  const { model } = create();
  model.receive({ type: 'hydrate', strings: {}, run: run('a') });
  model.receive({ type: 'explained', explained: { state: 'running', stage: { doing: 'reading', share: 0.5 } } });
  expect(model.explained).toEqual({ state: 'running', stage: { doing: 'reading', share: 0.5 } });
  model.receive({ type: 'explained', explained: undefined });
  expect(model.explained).toBeUndefined();
});

test('knows the task of the run that it was hydrated with', () => {
  const { model } = create();
  const task = describeTask(taskOf({ task: 'classification' }));
  model.receive({ type: 'hydrate', strings: {}, run: { ...run('a'), task } });
  expect(model.task).toEqual(task);
  model.receive({ type: 'hydrate', strings: {}, run: run('b') });
  expect(model.task).toBeUndefined();
});
