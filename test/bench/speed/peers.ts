import { endTorches, findTorches, type Torch } from './torch.ts';
import { startTfjs, type Tfjs } from './tfjs.ts';

/** What we compare ourselves with, each in processes of its own. */
export interface Peers {
  readonly torches: readonly Torch[];
  readonly tfjs: Tfjs | undefined;
}

/** Tells `log` what is there and what is not. */
export const startPeers = async (log: (text: string) => void): Promise<Peers> => {
  const torches = await findTorches();
  for (const { version } of torches) log(`PyTorch ${version}`);
  if (torches.length === 0) log('PyTorch is not installed: name a Python that has it in RNN_STUDIO_PYTHON.');
  const tfjs = await startTfjs();
  log(tfjs ? `tfjs ${tfjs.hello.version}` : 'tfjs is not installed.');
  return { torches, tfjs };
};

export const endPeers = ({ torches, tfjs }: Peers): void => {
  endTorches(torches);
  tfjs?.end();
};
