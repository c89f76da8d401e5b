import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../../errors.ts';
import type { NetworkParameters } from '../../network/asked/askedNetworks.ts';
import { evaluateSplit } from '../../prediction/evaluateSplit.ts';
import { encodeModel, readModel } from '../../runs/modelFile.ts';
import { taskOf } from '../../tasks/findTask.ts';
import type { Model } from '../../tasks/model.ts';
import { createSession } from '../assembleRun.ts';
import type { RefitSurroundings } from '../refit/refitRun.ts';
import type { RefitParts } from '../refit/trainAnew.ts';
import { configOfNetwork, trainToBest } from '../trainToBest.ts';

/**
 * The model of a run with the other networks of an ensemble: each is trained as the first was, from other weights, and
 * kept at its own best epoch; blend and intervals are those of what all say together on the validation part. Goes on with
 * those that were trained when an earlier one of the same was left; undefined where the config asks for none, or it is left.
 */
export const trainEnsemble = async (
  { data, config, best, folder, precision }: RefitParts,
  { breathe, note, warn }: Pick<RefitSurroundings, 'breathe' | 'note' | 'warn'>,
): Promise<Model | undefined> => {
  const { ensemble: networks = 1 } = config.training;
  if (networks === 1) return undefined;
  const others = [...(await readOthers(folder.ensemble, best))];
  // As the first was trained, whatever was asked for.
  const asTrained = { ...config, training: { ...config.training, precision } };
  const session = await createSession(asTrained, data, best.network);
  try {
    while (others.length < networks - 1) {
      note(`training network ${others.length + 2} of ${networks}`);
      const own = configOfNetwork(config, others.length + 1);
      session.initialise(own.training.seed, data.firstVectors);
      const trained = await trainToBest(session, data, own, breathe);
      if (!trained) return undefined;
      others.push(trained.parameters);
      // A full disk does not end it: its space may come back.
      const kept = encodeModel({ ...best, networks: others.length + 1, others });
      await folder.writeEnsemble(kept).catch(warn);
    }
    session.writeEnsemble([best.parameters, ...others]);
    const { judged } = await evaluateSplit(session, data, data.splits.valid, config.training);
    const calibration = judged && taskOf(config).calibrate?.(data, judged, config);
    return { ...best, ...calibration, networks, others };
  } finally {
    await session.dispose();
  }
};

/** Those beside the same first network, as far as they were trained. What cannot be read, as nothing is lost by it, is as if it was not there. */
const readOthers = async (file: string, best: Model): Promise<readonly NetworkParameters[]> => {
  try {
    const { others = [], networks: _, ...first } = await readModel(file);
    const isSame =
      first.epoch === best.epoch &&
      Object.is(first.validLoss, best.validLoss) &&
      isDeepStrictEqual(first.config, best.config);
    return isSame ? others : [];
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
};
