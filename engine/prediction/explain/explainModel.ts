import { InputError } from '../../errors.ts';
import type { ExplainParams, Explanation, ImportanceView } from '../../protocol.ts';
import type { Explained } from '../../tasks/explain/explained.ts';
import { taskOf } from '../../tasks/findTask.ts';
import type { LoadedModel } from '../../tasks/loadedModel.ts';
import type { OpenedFiles } from '../../tasks/openedFiles.ts';
import type { PreparedData } from '../../tasks/preparedData.ts';
import { tasks } from '../../tasks/registry.ts';
import { count } from '../../words/count.ts';
import { describeNonsense } from '../../words/describeNonsense.ts';
import type { LoadedModels } from '../loadedModels.ts';
import { divideSteps, stepMeasurements } from './divideSteps.ts';
import type { ErrorsBefore, Growth } from './growthOf.ts';
import { judgeImportance } from './judgeImportance.ts';
import { Permutations } from './permutations.ts';
import { prepareRun } from '../prepareRun.ts';
import { sampleExamples, sampleSize } from './sampleExamples.ts';

const repeats = 5;
/** With fewer, the test split says less than the validation split, by which weights were only chosen. */
const enoughTested = 50;
/** With fewer, it is told that figures are rough. */
const enoughExamples = 30;

/** What a run's best model rests on, by permuting what it reads among examples that it was not trained on. */
export const explainModel = (models: LoadedModels, params: ExplainParams, files: OpenedFiles): Promise<Explanation> =>
  models.use(params.model, async (loaded) => {
    const { model, file } = loaded;
    const task = taskOf(model.config, { file });
    if (!task.explain) throw cannotExplain(loaded);
    const data = await prepareRun(params.model, files);
    const explained = task.explain(model, data);
    if (!explained) throw cannotExplain(loaded);
    const { examples, part } = heldOut(data, model.config.data.file);
    const measured = await measure(loaded, explained, examples, params.seed ?? model.config.training.seed);
    const madeOf = task.describeCalibration?.(model);
    return { ...measured, part, of: examples.length, ...(madeOf !== undefined && { madeOf }) };
  });

const measure = async (
  { session, shape, file }: LoadedModel,
  explained: Explained,
  heldOutExamples: Int32Array,
  seed: number,
): Promise<Omit<Explanation, 'part' | 'of' | 'madeOf'>> => {
  const { columns, steps, ahead = 0, width, targets, countsBack, nameSteps } = explained;
  const passes = 1 + repeats * (columns.length + stepMeasurements(steps));
  const outputSize = shape.outputSize;
  const size = sampleSize({
    ...{ examples: heldOutExamples.length, parameters: session.parameterCount, steps, width },
    ...{ outputs: outputSize, passes },
  });
  const examples = explained.stage(sampleExamples(heldOutExamples, size, seed));
  const permutations = new Permutations(session, examples, { repeats, seed, outputs: outputSize, passes });
  const outputs = await permutations.outputs();
  const before: ErrorsBefore = { errors: examples.errors(outputs), isRelative: explained.measure !== 'wrong' };
  if (!before.errors.every((error) => Number.isFinite(error)))
    throw new InputError(describeNonsense('its error'), { file });
  const byColumn: Growth[] = [];
  for (const { places } of columns)
    byColumn.push(await permutations.ofBlock({ from: 0, to: steps + ahead, places }, before));
  const bySteps = await divideSteps(
    steps,
    ({ from, to }) =>
      permutations.ofBlock(countsBack ? { from: steps - to, to: steps - from + 1 } : { from: from - 1, to }, before),
    ({ overall }) => overall.growth ?? 0,
  );
  const byGiven = examples.given.map((given) => permutations.ofGiven(given, outputs, before));
  const viewOf = (of: (growth: Growth) => Growth['overall'], error: number, target?: string): ImportanceView => {
    const ofColumns = columns.map(({ column, period }, at) => ({
      ...{ column, ...(period && { period }) },
      ...of(byColumn[at] ?? nothing),
    }));
    const ofSteps = bySteps.map(({ from, to, measured }) => ({
      ...{ from, to, ...(nameSteps && { name: nameSteps(from, to) }) },
      ...of(measured),
    }));
    return {
      ...(target !== undefined && { target }),
      error,
      columns: ofColumns.toSorted((a, b) => (b.growth ?? -1) - (a.growth ?? -1)),
      steps: ofSteps,
      given: examples.given.map(({ what, name }, at) => ({ what, name, ...of(byGiven[at] ?? nothing) })),
      ...judgeImportance(ofColumns, ofSteps, repeats),
    };
  };
  const byTarget = targets.map((target, at) =>
    viewOf(({ byTarget: each }) => each[at] ?? nothing.overall, before.errors[at] ?? NaN, target),
  );
  const mean = before.errors.reduce((sum, error) => sum + error / targets.length, 0);
  return {
    measure: explained.measure,
    examples: examples.staged.count,
    ...{ repeats, seed, steps, countsBack, isUneven: examples.staged.isUneven },
    ...(explained.stepLength !== undefined && { stepLength: explained.stepLength }),
    views: targets.length > 1 ? [viewOf(({ overall }) => overall, mean), ...byTarget] : byTarget,
    seasons: examples.seasons(outputs),
    notes: notesOf(examples.staged.count),
  };
};

const nothing: Growth = { overall: { growth: null, spread: null }, byTarget: [] };

const heldOut = (
  { splits: { valid, test } }: PreparedData,
  file: string,
): { readonly part: 'valid' | 'test'; readonly examples: Int32Array } => {
  const part = test.length >= Math.min(enoughTested, valid.length) ? 'test' : 'valid';
  const examples = part === 'test' ? test : valid;
  if (examples.length < 2) {
    const problem = `has ${count(examples.length, 'example')} that the run was not trained on, among which nothing can be permuted; train with a larger data.split.test`;
    throw new InputError(problem, { file });
  }
  return { part, examples };
};

const notesOf = (examples: number): string[] =>
  examples < enoughExamples ? [`Only ${count(examples, 'example')} could be looked at: the figures are rough.`] : [];

const cannotExplain = ({ model, file }: LoadedModel): InputError => {
  const able = tasks.flatMap((each) => (each.explain ? [each.name] : [])).join(', ');
  return new InputError(
    `is a ${model.config.task} model whose inputs are no columns of numbers; explained are those of ${able} that read numbers`,
    { file },
  );
};
