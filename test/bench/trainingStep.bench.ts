/**
 * Times one training step (forward, loss, backward, clipping, Adam) of typical networks, ours, PyTorch's and tfjs's,
 * in turns in one run. Best times are compared: whatever else the machine does only adds to a time.
 * `--json`: one object a line for every work, kind of kernels and number of threads.
 */
import { findBackends } from './speed/backends.ts';
import { measureWork } from './speed/measureWork.ts';
import { endPeers, startPeers } from './speed/peers.ts';
import { speedTable } from './speed/speedTable.ts';
import { threadCounts } from './speed/threadCounts.ts';
import { works } from './speed/work.ts';

const isJson = process.argv.includes('--json');
const log = (text: string): void => void process.stderr.write(`${text}\n`);

const peers = await startPeers(log);
try {
  const backends = await findBackends(peers.torches);
  const measured = [];
  for (const work of works) {
    log(work.name);
    const result = await measureWork(work, backends, peers, threadCounts(), 2);
    measured.push(result);
    if (!isJson) continue;
    for (const { backend, threads, best, shareOfPeak } of result.ours) {
      const object = {
        work: work.name,
        backend,
        threads,
        milliseconds: best,
        torchMilliseconds: result.torches[0]?.best ?? null,
        tfjsMilliseconds: result.tfjs?.best ?? null,
        shareOfPeak,
      };
      console.log(JSON.stringify(object));
    }
  }
  if (!isJson) console.log(speedTable(measured));
} finally {
  endPeers(peers);
}
