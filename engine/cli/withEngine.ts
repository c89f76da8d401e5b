import type { Surroundings } from './command.ts';
import { EngineProcess, isCancelledReply } from './engineProcess.ts';
import { interruptedExitCode, listenForInterrupts } from './interrupts.ts';
import { WorkLine } from './workLine.ts';

/** Milliseconds that an engine gets to leave nothing half done. */
export const graceOfCancel = 1000;

/** Does `work` with an engine of its own, ended afterwards. Ctrl-C ends both. */
export const withEngine = async (
  { isVerbose, output }: Surroundings,
  work: (engine: EngineProcess) => Promise<number>,
): Promise<number> => {
  const line = new WorkLine();
  const engine = new EngineProcess({ isVerbose, line });
  const end = (): void => {
    engine.kill();
    process.exit(interruptedExitCode);
  };
  const stopListening = listenForInterrupts(() => {
    tellCancelled(line, 'cancelled');
    engine.cancel();
    setTimeout(end, graceOfCancel).unref();
  }, end);
  output.onClose(() => {
    engine.kill();
    process.exit(0);
  });
  try {
    return await work(engine);
  } catch (error) {
    if (isCancelledReply(error)) return interruptedExitCode;
    throw error;
  } finally {
    stopListening();
    await engine.close();
  }
};

export const tellCancelled = (line: WorkLine, what: string): void => {
  line.hide();
  process.stderr.write(`rnn-studio: ${what}\n`);
};
