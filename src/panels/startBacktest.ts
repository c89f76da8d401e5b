import * as vscode from 'vscode';
import * as protocol from '../../engine/protocol.ts';
import type { EngineClient } from '../client/engineClient.ts';
import { savedDataFile } from '../savedDataFile.ts';
import { withSettings } from '../settings.ts';
import { whileWorking } from '../whileWorking.ts';
import type { BacktestWish } from './backtestJob.ts';
import type { BacktestPanel } from './backtestPanel.ts';
import type { FilePanels } from './filePanels.ts';
import type { TrainForm } from './trainForm.ts';

/** What the engine refuses to be asked for. */
const longestHorizon = 10_000;

interface BacktestHosts {
  readonly engine: EngineClient;
  readonly form: TrainForm;
  readonly backtests: FilePanels<BacktestPanel>;
}

/**
 * Backtests a forecast of a file with what the training form has for it when no config is given. Asks for the file, the
 * horizon and the number of folds where they are not given. Resolves with what came out, if anything did.
 */
export const startBacktest = async (
  { engine, form, backtests }: BacktestHosts,
  target: vscode.Uri | undefined,
  given: Partial<BacktestWish> = {},
): Promise<protocol.BacktestResult | undefined> => {
  const words = {
    detail: vscode.l10n.t('The backtest reads the file from disk.'),
    save: vscode.l10n.t('Save and Backtest'),
    asSaved: vscode.l10n.t('Backtest the Saved Version'),
  };
  const uri = await savedDataFile(target, vscode.l10n.t('Backtest forecast'), words);
  if (!uri) return undefined;
  const { config = form.configOf(uri), refit = false } = given;
  const plan = (horizon?: number): Promise<protocol.BacktestPlan> => {
    const params = { file: uri.fsPath, config: withSettings(config), ...(horizon !== undefined && { horizon }) };
    return whileWorking(
      engine,
      vscode.l10n.t('RNN: reading {0}', vscode.workspace.asRelativePath(uri)),
      (token, cancel) => engine.request(protocol.proposeBacktest, { ...params, token }, cancel),
    );
  };
  const horizon = given.horizon ?? (await askForHorizon(await plan()));
  if (horizon === undefined) return undefined;
  const folds = given.folds ?? (await askForFolds(await plan(horizon)));
  if (folds === undefined) return undefined;
  return backtests.of(uri).run(uri, { config, refit, horizon, folds });
};

const askForHorizon = ({ horizon }: protocol.BacktestPlan): Promise<number | undefined> =>
  askForNumber({
    step: 1,
    value: horizon,
    most: longestHorizon,
    prompt: vscode.l10n.t('How many rows ahead to forecast each time'),
  });

const askForFolds = ({ horizon, folds, mostFolds }: protocol.BacktestPlan): Promise<number | undefined> =>
  askForNumber({
    step: 2,
    value: folds,
    // Where there is no room for one, the panel says why.
    most: Math.max(1, mostFolds),
    prompt: vscode.l10n.t(
      'How many times, each {0} rows after the one before: the file has room for {1}',
      horizon,
      mostFolds,
    ),
  });

interface NumberQuestion {
  readonly step: number;
  readonly value: number;
  readonly most: number;
  readonly prompt: string;
}

const askForNumber = async ({ step, value, most, prompt }: NumberQuestion): Promise<number | undefined> => {
  const isFit = (text: string): boolean => /^\s*\d+\s*$/.test(text) && Number(text) >= 1 && Number(text) <= most;
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t('Backtest forecast ({0}/{1})', step, 2),
    value: String(value),
    prompt,
    ignoreFocusOut: true,
    validateInput: (text) => (isFit(text) ? undefined : vscode.l10n.t('A whole number from 1 to {0}', most)),
  });
  return answer === undefined ? undefined : Number(answer);
};
