import { describe, expect, test } from 'vitest';
import { type Planted, lintPlanted } from './lintPlanted.ts';

const along: readonly Planted[] = [
  ['engine/training/x.ts', "import type { Config } from '../config.ts';"],
  ['engine/training/x.ts', "import { evaluateSplit } from '../prediction/evaluateSplit.ts';"],
  ['engine/training/x.ts', "import { exportModel } from '../exchange/exportModel.ts';"],
  ['engine/prediction/x.ts', "import { readModel } from '../runs/modelFile.ts';"],
  ['engine/runs/x.ts', "import { taskOf } from '../tasks/findTask.ts';"],
  ['engine/tasks/x.ts', "import { readTable } from '../files/readTable.ts';"],
  ['engine/tasks/registry.ts', "import { forecast } from './forecast/forecast.ts';"],
  ['engine/tasks/forecast/x.ts', "import type { Task } from '../task.ts';"],
  ['engine/tasks/forecast/x.ts', "import { fitScale } from '../../encoding/scale.ts';"],
  ['engine/encoding/x.ts', "import type { Table } from '../files/readTable.ts';"],
  ['engine/server/engine.ts', "import { startRun } from '../training/startRun.ts';"],
  ['engine/protocol.ts', "import type { Config } from './config.ts';"],
  ['engine/compute/x.ts', "import { Worker } from 'node:worker_threads';"],
  ['src/x.ts', "import { window } from 'vscode';"],
  ['src/x.ts', "import { train } from '../engine/protocol.ts';"],
  ['src/x.ts', "import { startAwakeTimer } from '../engine/awakeTimer.ts';"],
  ['src/x.ts', "import { FrameReader } from '../engine/frameReader.ts';"],
  ['src/runs/x.ts', "import type { ToPanel } from '../../webview/protocol.ts';"],
  ['webview/panel/x.tsx', "import type { RunEvent } from '../../engine/protocol.ts';"],
  ['webview/panel/x.tsx', "import type { ToPanel } from '../protocol.ts';"],
];

const against: readonly Planted[] = [
  ['engine/training/x.ts', "import { window } from 'vscode';"],
  ['engine/protocol.ts', "import { window } from 'vscode';"],
  ['engine/tasks/forecast/x.ts', "import { window } from 'vscode';"],
  ['engine/x.ts', "import type { ToPanel } from '../webview/protocol.ts';"],
  ['engine/training/x.ts', "import { Run } from '../../src/run.ts';"],
  ['src/x.ts', "import { Session } from '../engine/network/session.ts';"],
  ['src/x.ts', "import { runRecordSchema } from '../engine/runSchemas.ts';"],
  ['src/runs/x.ts', "import { panel } from '../../webview/panel/main.tsx';"],
  ['webview/panel/x.tsx', "import { window } from 'vscode';"],
  ['webview/panel/x.tsx', "import { readFile } from 'node:fs/promises';"],
  ['webview/x.ts', "import { configSchema } from '../engine/config.ts';"],
  ['webview/x.ts', "import type { Session } from '../engine/network/session.ts';"],
  ['webview/x.ts', "import { Run } from '../src/run.ts';"],
];

const againstRooms: readonly Planted[] = [
  ['engine/records.ts', "import type { Table } from './files/readTable.ts';"],
  ['engine/config.ts', "import { Engine } from './server/engine.ts';"],
  ['engine/words/x.ts', "import type { Task } from '../tasks/task.ts';"],
  ['engine/files/x.ts', "import { fitScale } from '../encoding/scale.ts';"],
  ['engine/encoding/x.ts', "import type { Task } from '../tasks/task.ts';"],
  ['engine/compute/x.ts', "import type { Table } from '../files/readTable.ts';"],
  ['engine/compute/x.ts', "import { planNetwork } from '../network/plan.ts';"],
  ['engine/network/x.ts', "import type { Codec } from '../encoding/codec.ts';"],
  ['engine/tasks/x.ts', "import { readModel } from '../runs/modelFile.ts';"],
  ['engine/tasks/x.ts', "import { forecast } from './forecast/forecast.ts';"],
  ['engine/tasks/config/x.ts', "import { forecast } from '../forecast/forecast.ts';"],
  ['engine/tasks/registry.ts', "import { startRun } from '../training/startRun.ts';"],
  ['engine/tasks/forecast/x.ts', "import { train } from '../../training/trainer.ts';"],
  ['engine/tasks/forecast/x.ts', "import { exportModel } from '../../exchange/exportModel.ts';"],
  ['engine/tasks/forecast/x.ts', "import { classMetrics } from '../classification/classMetrics.ts';"],
  ['engine/runs/x.ts', "import { train } from '../training/trainer.ts';"],
  ['engine/exchange/x.ts', "import { predictFile } from '../prediction/predictFile.ts';"],
  ['engine/prediction/x.ts', "import type { ForecastCodec } from '../tasks/forecast/forecastCodec.ts';"],
  ['engine/prediction/x.ts', "import { train } from '../training/trainer.ts';"],
  ['engine/training/x.ts', "import type { Engine } from '../server/engine.ts';"],
  ['engine/cli/x.ts', "import { Session } from '../network/session.ts';"],
  ['engine/cli/commands/x.ts', "import { Session } from '../../network/session.ts';"],
];

const all = [...along, ...against, ...againstRooms];
const found = await lintPlanted(['house(arrows)'], all);
const isAllowed = (piece: Planted): boolean => found[all.indexOf(piece)]!.length === 0;
const named = (pieces: readonly Planted[]) => pieces.map((piece) => [...piece, piece] as const);

describe('imports along the arrows of the architecture pass the lint', () => {
  test.each(named(along))('%s: %s', (_file, _code, piece) => {
    expect(isAllowed(piece)).toBe(true);
  });
});

describe('imports against the arrows fail the lint', () => {
  test.each(named(against))('%s: %s', (_file, _code, piece) => {
    expect(isAllowed(piece)).toBe(false);
  });
});

describe('imports against the arrows between the rooms of the engine fail the lint', () => {
  test.each(named(againstRooms))('%s: %s', (_file, _code, piece) => {
    expect(isAllowed(piece)).toBe(false);
  });
});
