import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chdir, cwd } from 'node:process';
import { createRandom } from '../../../../engine/compute/random.ts';
import type { TrainResult } from '../../../../engine/protocol.ts';
import { InnerEngine } from './innerEngine.ts';
import { type Request, goodRequests, mutateFrame, mutateParams } from './mutateFrames.ts';
import { pick } from './mutateJson.ts';
import type { Rounds } from '../rounds.ts';
import { writeSubjects } from './writeSubjects.ts';

const writing = ['train', 'resume', 'findLearningRate', 'backtest', 'predict', 'exportModel'];
const training = ['train', 'resume', 'findLearningRate', 'backtest'];
/** Of the codes of replies those that blame what was sent: the input, and what JSON-RPC has. */
const blaming = [1, -32700, -32600, -32601, -32602];

/**
 * Sends mutated requests, and frames that are none, to the real server behind its real door in this process: every
 * request is answered, with a result or with what is wrong with it, or the connection ends with a reason.
 */
export const sendMutatedFrames = async (folder: string): Promise<Rounds> => {
  const requests = goodRequests(await writeSubjects(folder)).filter(({ params }) => params !== undefined);
  const quick = requests.filter(({ method }) => !training.includes(method));
  const harmless = requests.filter(({ method }) => !writing.includes(method));
  // Paths become others, `../../x` among them.
  const before = cwd();
  await mkdir(join(folder, 'cwd/within'), { recursive: true });
  chdir(join(folder, 'cwd/within'));
  let engine = new InnerEngine();
  return {
    play: async (seed) => {
      const random = createRandom(seed);
      // Paths of requests that write are not changed letter by letter: the disk is full of other places.
      if (random.integer(2) === 0) {
        const { kind, bytes } = mutateFrame(pick(random, harmless), seed, random);
        engine.send(bytes);
        const problems = await listen(engine);
        if (engine.fault) engine = new InnerEngine();
        return problems.map(
          (problem) => `${kind} ${JSON.stringify(bytes.toString('latin1')).slice(0, 300)}: ${problem}`,
        );
      }
      const request = mutateParams(pick(random, random.integer(20) === 0 ? requests : quick), random);
      const problems = await ask(engine, seed, request);
      return problems.map((problem) => `${JSON.stringify(request).slice(0, 300)}: ${problem}`);
    },
    end: async () => {
      await engine.end();
      chdir(before);
    },
  };
};

/** After whatever was sent, an engine answers the next request, or has ended and says why. */
const listen = async (engine: InnerEngine): Promise<string[]> => {
  const answer = await engine.ask('next', 'initialize');
  if (answer) return answer.error ? [`the next request gets ${answer.error.message}`] : [];
  await engine.ended;
  return engine.fault ? [] : ['the connection ended without a reason'];
};

const ask = async (engine: InnerEngine, seed: number, { method, params }: Request): Promise<string[]> => {
  const reply = await engine.ask(seed, method, params);
  if (!reply) return ['no answer'];
  const { id } = (reply.result ?? {}) as Partial<TrainResult>;
  // A run of a million epochs would be one of the answers.
  if (method === 'train' && id !== undefined) await engine.ask(`stop ${seed}`, 'stop', { id });
  const { error } = reply;
  if (!error) return [];
  if (!blaming.includes(error.code)) return [`raw, code ${error.code}: ${error.message}`];
  return /\n\s+at /.test(error.message) ? [`shows a stack: ${error.message}`] : [];
};
