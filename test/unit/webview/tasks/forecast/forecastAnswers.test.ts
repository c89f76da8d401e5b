import { describe, expect, test } from 'vitest';
import type { BacktestFold, Examination, ForecastPlot } from '../../../../../engine/protocol.ts';
import type { FromPanel } from '../../../../../webview/protocol.ts';
import { ForecastAnswers } from '../../../../../webview/tasks/forecast/forecastAnswers.ts';

const examination = { epoch: 3 } as Examination;
const plot = {} as BacktestFold;

const open = () => {
  const posted: FromPanel[] = [];
  const answers = new ForecastAnswers();
  return { answers, posted, post: (message: FromPanel) => posted.push(message) };
};

describe('what a page asks of the model of a run', () => {
  test('is asked once while it trains, once more when that is over, and anew when the person wants it', () => {
    const { answers, posted, post } = open();
    answers.ask(post, true);
    answers.ask(post, true);
    answers.ask(post, false);
    answers.ask(post, false, true);
    expect(posted).toEqual([false, false, true].map((isAnew) => ({ type: 'examine', isAnew })));
  });

  test('is told how far it is, and what came out', () => {
    const { answers } = open();
    answers.receive({ type: 'examining', stage: { doing: 'scoring the test split', share: 0.5 } });
    expect([answers.isUnderWay, answers.stage?.share, answers.examination]).toEqual([true, 0.5, undefined]);
    answers.receive({ type: 'examined', id: 'a', examination });
    expect([answers.isUnderWay, answers.stage, answers.examination]).toEqual([false, undefined, examination]);
    answers.receive({ type: 'examined', id: 'b', error: 'is gone' });
    expect([answers.error, answers.examination]).toEqual(['is gone', examination]);
  });

  test('is asked a series and a fold at a time, and forgotten with the examination that it was of', () => {
    const { answers, posted, post } = open();
    answers.receive({ type: 'examined', id: 'a', examination });
    answers.askFold(post, 2, 5);
    answers.askFold(post, 2, 5);
    answers.askReport(post, undefined);
    answers.askReport(post, 2);
    answers.askPlot(post, 'store 2');
    expect(posted).toEqual([
      { type: 'fold', series: 2, fold: 5 },
      { type: 'errors' },
      { type: 'errors', series: 2 },
      { type: 'plotSeries', series: 'store 2' },
    ]);
    answers.receive({ type: 'fold', id: 'a', series: 2, fold: 5, plot });
    answers.receive({ type: 'seriesPlot', series: 'store 2', plot: { epoch: 1 } as ForecastPlot });
    expect(answers.fold(2, 5)?.plot).toBe(plot);
    expect(answers.plot('store 2')?.plot).toEqual({ epoch: 1 });
    answers.receive({ type: 'examined', id: 'b', examination });
    expect([answers.fold(2, 5), answers.plot('store 2'), answers.report(undefined)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    // An answer that was under way is of the examination before.
    answers.receive({ type: 'fold', id: 'a', series: 2, fold: 5, plot });
    expect(answers.fold(2, 5)).toBeUndefined();
  });
});
