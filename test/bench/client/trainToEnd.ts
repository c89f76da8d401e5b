import type { Config } from '../../../engine/config.ts';
import * as protocol from '../../../engine/protocol.ts';
import { type BenchEngine, startEngine } from './engineClient.ts';

/** A training that has come to its end. */
export interface EndedTraining {
  /** The folder of the run. */
  readonly run: string;
  readonly begun: protocol.ConfigEvent;
  readonly epochs: readonly protocol.EpochEvent[];
  readonly done: protocol.DoneEvent;
  /** What the run's model reaches on a file. */
  readonly evaluate: (file: string) => Promise<protocol.EvaluateResult>;
}

/**
 * Trains in an engine of its own, hands the run on once it has ended, and ends the engine. Throws what the run failed by.
 * @param runs the folder for it
 */
export const trainToEnd = async <T>(
  file: string,
  config: Config,
  runs: string,
  look: (ended: EndedTraining) => Promise<T> | T,
): Promise<T> => {
  const engine = startEngine();
  try {
    const { events, run } = await eventsOf(engine, file, config, runs);
    const begun = events.find((event) => event.event === 'config');
    const last = events.at(-1);
    if (last?.event !== 'done' || !begun) throw new Error(last?.event === 'error' ? last.message : 'did not end');
    return await look({
      ...{ run, begun, done: last },
      epochs: events.filter((event) => event.event === 'epoch'),
      evaluate: (other) => engine.connection.sendRequest(protocol.evaluate, { model: run, file: other }),
    });
  } finally {
    await engine.end();
  }
};

const eventsOf = async ({ connection }: BenchEngine, file: string, config: Config, runs: string) => {
  const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();
  const events: protocol.RunEvent[] = [];
  connection.onNotification(protocol.runEvents, (params) => {
    for (const event of params.events) {
      // The hundreds of steps of an epoch are not looked at.
      if (event.event !== 'step') events.push(event);
      if (event.event === 'done' || event.event === 'error') end(undefined);
    }
  });
  const { folder: run } = await connection.sendRequest(protocol.train, { file, config, runs });
  await ended;
  return { events, run };
};
