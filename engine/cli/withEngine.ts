import type { Surroundings } from './command.ts';
import { EngineProcess } from './engineProcess.ts';
import { interruptedExitCode, listenForInterrupts } from './interrupts.ts';

/** Does `work` with an engine of its own, ended afterwards. Ctrl-C ends both. */
export const withEngine = async (
  { isVerbose, output }: Surroundings,
  work: (engine: EngineProcess) => Promise<number>,
): Promise<number> => {
  const engine = new EngineProcess({ isVerbose });
  const end = (): void => {
    engine.kill();
    process.exit(interruptedExitCode);
  };
  const stopListening = listenForInterrupts(end, end);
  output.onClose(() => {
    engine.kill();
    process.exit(0);
  });
  try {
    return await work(engine);
  } finally {
    stopListening();
    await engine.close();
  }
};
