import { describe, expect, test, vi } from 'vitest';
import type { BacktestFold } from '../../../../engine/protocol.ts';
import { BacktestModel, type KeptView } from '../../../../webview/backtest/backtestModel.ts';
import type { BacktestState, FromBacktest } from '../../../../webview/protocol.ts';
import { resultOf } from './resultOf.ts';

const bySeries = [0.5, 2].map((mae) => ({ name: `of ${mae}`, metrics: { model: { mae } } }));
const finished: BacktestState = {
  id: 7,
  title: 'load.csv',
  state: 'finished',
  asked: { refit: false },
  result: resultOf({ bySeries }),
};
const plot = {} as BacktestFold;

const open = (kept?: KeptView) => {
  const posted: FromBacktest[] = [];
  const written: KeptView[] = [];
  const model = new BacktestModel({
    post: (message) => posted.push(message),
    readState: () => kept,
    writeState: (view) => written.push(view),
    onDidChange: vi.fn<() => void>(),
  });
  const show = (state: BacktestState): void => model.receive({ type: 'state', strings: {}, state });
  return { model, posted, written, show };
};

describe('the page of a backtest', () => {
  test('looks at the latest fold of the worst series first, and asks for it once', () => {
    const { model, posted, show } = open();
    show(finished);
    show(finished);
    expect(model.look).toMatchObject({ series: 1, fold: 9 });
    expect(posted).toEqual([{ type: 'fold', series: 1, fold: 9 }, { type: 'errors' }]);
    expect(model.fold).toBeUndefined();
    model.receive({ type: 'fold', id: 7, series: 1, fold: 9, plot });
    expect(model.fold?.plot).toBe(plot);
  });

  test('asks for what it turns to, forgets the zoom then, and keeps what it looks at', () => {
    const { model, posted, written, show } = open();
    show(finished);
    model.turn({ zoom: { from: 1, to: 2 } });
    expect(model.look?.zoom).toEqual({ from: 1, to: 2 });
    model.turn({ fold: 8 });
    expect(model.look?.zoom).toBeUndefined();
    expect(posted.at(-1)).toEqual({ type: 'fold', series: 1, fold: 8 });
    expect(written.at(-1)).toMatchObject({ id: 7, series: 1, fold: 8 });
    model.turn({ fold: 9 });
    expect(posted.filter(({ type }) => type === 'fold')).toHaveLength(2);
  });

  test('shows the errors of all series until those of the one are wanted', () => {
    const { model, posted, show } = open();
    show(finished);
    model.receive({ type: 'errors', id: 7, report: { byStep: [] } });
    expect(model.errors?.report).toEqual({ byStep: [] });
    model.turn({ isOwnErrors: true });
    expect(posted.at(-1)).toEqual({ type: 'errors', series: 1 });
    expect(model.errors).toBeUndefined();
    model.receive({ type: 'errors', id: 6, series: 1, error: 'of another backtest' });
    expect(model.errors).toBeUndefined();
    model.receive({ type: 'errors', id: 7, series: 1, error: 'is gone' });
    expect(model.errors?.error).toBe('is gone');
  });

  test('that was hidden looks at the same again, but not at that of another backtest', () => {
    const kept = { id: 7, series: 0, fold: 3, sought: 'x', listed: 100 };
    const back = open(kept);
    back.show(finished);
    expect(back.model.look).toEqual(kept);
    const other = open({ ...kept, id: 6 });
    other.show(finished);
    expect(other.model.look).toMatchObject({ series: 1, fold: 9, sought: '' });
  });

  test('lets go of the folds of a backtest that another has taken the place of', () => {
    const { model, posted, show } = open();
    show(finished);
    model.receive({ type: 'fold', id: 7, series: 1, fold: 9, plot });
    show({ id: 8, title: 'load.csv', state: 'running', asked: { refit: false } });
    expect([model.look, model.fold]).toEqual([undefined, undefined]);
    model.receive({ type: 'fold', id: 7, series: 1, fold: 9, plot });
    show({ ...finished, id: 8 });
    expect(model.fold).toBeUndefined();
    expect(posted.filter(({ type }) => type === 'fold')).toHaveLength(2);
  });
});
