import { resumeRun } from '../../../../engine/training/resumeRun.ts';
import { startRun } from '../../../../engine/training/startRun.ts';

// A process of its own that trains to the end, to be killed on the way: `node trainInChild.ts start|resume PARAMS`.
// It saves far more often than an engine does.

const [, , how, params = ''] = process.argv;
process.stdout.write('begins\n');
const listener = { report: () => undefined, setStatus: () => undefined };
const { run, session } =
  how === 'start'
    ? await startRun(JSON.parse(params) as Parameters<typeof startRun>[0], listener)
    : await resumeRun(JSON.parse(params) as Parameters<typeof resumeRun>[0], listener);
process.stdout.write('trains\n');
const timer = setInterval(() => {
  run.pause();
  setImmediate(() => {
    run.proceed();
  });
}, 20);
await run.run();
clearInterval(timer);
await session.dispose();
process.stdout.write('ended\n');
