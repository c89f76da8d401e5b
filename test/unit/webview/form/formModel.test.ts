import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FormState, FromForm } from '../../../../webview/protocol.ts';
import { FormModel } from '../../../../webview/form/formModel.ts';

const state = (over: Partial<FormState> = {}): FormState => ({
  files: [],
  file: '/data/weather.csv',
  tasks: [],
  config: {},
  isBusy: false,
  ...over,
});

describe('FormModel', () => {
  let sent: FromForm[];
  let model: FormModel;
  const receive = (over: Partial<FormState> = {}): void =>
    model.receive({ type: 'state', strings: {}, state: state(over) });

  beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    model = new FormModel(
      (message) => sent.push(message),
      () => undefined,
    );
    receive();
  });
  afterEach(() => vi.useRealTimers());

  test('sends one change for typing that pauses less than 250 ms, with only what the person set', () => {
    model.edit('model.hiddenSize', { value: 1 });
    vi.advanceTimersByTime(200);
    model.edit('model.hiddenSize', { value: 12 });
    vi.advanceTimersByTime(249);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(sent).toEqual([{ type: 'change', config: { model: { hiddenSize: 12 } } }]);
  });

  test('does not let an older state undo what was typed since', () => {
    model.edit('model.hiddenSize', { value: 12 });
    receive({ config: { model: { hiddenSize: 1 } } });
    expect(model.value('model.hiddenSize')).toBe(12);
    vi.advanceTimersByTime(250);
    receive({ config: { model: { hiddenSize: 1 } } });
    expect(model.value('model.hiddenSize')).toBe(12);
  });

  test("follows the host again once it has confirmed the person's value", () => {
    model.edit('model.hiddenSize', { value: 12 });
    vi.advanceTimersByTime(250);
    receive({ config: { model: { hiddenSize: 12 } } });
    receive({ config: {} });
    expect(model.setValue('model.hiddenSize')).toBeUndefined();
  });

  test('sends what was typed before the button that was pressed', () => {
    model.edit('training.epochs', { value: 3 });
    model.send({ type: 'train' });
    expect(sent.map(({ type }) => type)).toEqual(['change', 'train']);
    vi.advanceTimersByTime(1000);
    expect(sent).toHaveLength(2);
  });

  test('drops what was typed on reset', () => {
    model.edit('training.epochs', { value: 3 });
    model.send({ type: 'reset' });
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual([{ type: 'reset' }]);
    expect(model.value('training.epochs')).toBeUndefined();
  });

  test('does not carry typed values over to another file', () => {
    model.edit('training.epochs', { value: 3 });
    receive({ file: '/data/other.csv' });
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual([]);
    expect(model.config).toEqual({});
  });

  test("shows the engine's problem of a field until the person changes it", () => {
    const proposal = {
      problems: [{ path: 'data.window', message: 'window 500 > 120 rows' }],
    } as unknown as FormState['proposal'];
    receive({ config: { data: { window: 500 } }, proposal });
    expect(model.problem('data.window')).toBe('window 500 > 120 rows');
    model.edit('data.window', { value: 50 });
    expect(model.problem('data.window')).toBeUndefined();
  });

  test('sends the config without a value that was left out, and no longer tells its problem', () => {
    const proposal = {
      problems: [{ path: 'training.momentum', message: 'momentum 0.5 does nothing' }],
    } as unknown as FormState['proposal'];
    receive({ config: { training: { optimizer: 'adam', momentum: 0.5 } }, proposal });
    model.edit('training.momentum', { value: undefined });
    expect(model.problem('training.momentum')).toBeUndefined();
    vi.advanceTimersByTime(250);
    expect(sent).toEqual([{ type: 'change', config: { training: { optimizer: 'adam' } } }]);
  });

  test('holds a value with a problem back', () => {
    model.edit('data.window', { value: undefined, problem: "'abc' is not a number" });
    vi.advanceTimersByTime(250);
    expect(model.problem('data.window')).toBe("'abc' is not a number");
    expect(model.config).toEqual({});
  });

  test("shows the host's value of a revealed field in place of what was typed there", () => {
    model.edit('training.learningRate', { value: undefined, problem: "'x' is not a number" });
    model.edit('training.epochs', { value: 3 });
    const { generation } = model;
    receive({ config: { training: { learningRate: 0.018 } } });
    model.receive({ type: 'reveal', path: 'training.learningRate' });
    expect(model.value('training.learningRate')).toBe(0.018);
    expect(model.value('training.epochs')).toBe(3);
    expect(model.generation).toBeGreaterThan(generation);
  });

  test('can train when the engine has no objection and nothing is held back', () => {
    const proposal = (...problems: { path: string; message: string }[]) =>
      ({ proposal: { problems } }) as unknown as Partial<FormState>;
    expect(model.canTrain).toBe(false);
    receive(proposal());
    expect(model.canTrain).toBe(true);
    receive(proposal({ path: 'data.window', message: 'too long' }));
    expect(model.canTrain).toBe(false);
    receive({ ...proposal(), error: 'no such file' });
    expect(model.canTrain).toBe(false);
    receive(proposal());
    model.edit('training.epochs', { value: undefined, problem: 'Must be 1 or more' });
    expect(model.canTrain).toBe(false);
  });
});
