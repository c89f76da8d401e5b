import {
  type CancellationToken,
  type HandlerResult,
  type MessageConnection,
  type RequestType,
  ResponseError,
} from 'vscode-jsonrpc';
import { Engine } from './engine.ts';
import { explainError } from './explainError.ts';
import * as protocol from './protocol.ts';
import { readConfig } from './readConfig.ts';

/** Error code of replies to requests whose input is at fault; ours are JSON-RPC's internal error, -32603. */
const inputErrorCode = 1;
const internalErrorCode = -32603;

/** Serves `protocol.ts` on `connection`. Resolves when the connection has closed and every run is saved. */
export const serve = (connection: MessageConnection): Promise<void> => {
  let isOpen = true;
  /** Runs still save themselves when the client has gone; nobody listens to what they say then. */
  const ifOpen = async (notify: () => Promise<void>): Promise<void> => {
    if (isOpen) await notify().catch(() => (isOpen = false));
  };
  const engine = new Engine({
    runEvents: (params) => ifOpen(() => connection.sendNotification(protocol.runEvents, params)),
    runStatus: (params) => {
      void ifOpen(() => connection.sendNotification(protocol.runStatus, params));
    },
    generated: (params) => {
      void ifOpen(() => connection.sendNotification(protocol.generated, params));
    },
    learningRatePoints: (params) => {
      void ifOpen(() => connection.sendNotification(protocol.learningRatePoints, params));
    },
  });

  const answer = <P, R>(
    type: RequestType<P, R, protocol.EngineErrorData>,
    handle: (params: P, cancel: CancellationToken) => R | Promise<R>,
  ): void => {
    connection.onRequest(type, (params, cancel) => {
      const reply = new Promise<R>((resolve) => {
        resolve(handle(params, cancel));
      }).catch(toResponseError);
      // For a type parameter R the compiler cannot see through the library's conditional result type.
      return reply as HandlerResult<R, protocol.EngineErrorData>;
    });
  };

  connection.onRequest(protocol.initialize, () => engine.initialize().catch(toResponseError));
  answer(protocol.inspect, (params) => engine.inspect(params));
  answer(protocol.readConfig, ({ file }) => readConfig(file));
  answer(protocol.propose, (params) => engine.propose(params));
  answer(protocol.train, (params) => engine.train(params));
  answer(protocol.resume, (params) => engine.resume(params));
  answer(protocol.pause, (params) => {
    engine.pause(params);
  });
  answer(protocol.proceed, (params) => {
    engine.proceed(params);
  });
  answer(protocol.stop, (params) => engine.stop(params));
  answer(protocol.predict, (params) => engine.predict(params));
  answer(protocol.generate, (params, cancel) => engine.generate(params, cancel));
  answer(protocol.findLearningRate, (params, cancel) => engine.findLearningRate(params, cancel));
  answer(protocol.exportModel, (params) => engine.exportModel(params));
  answer(protocol.evaluate, (params) => engine.evaluate(params));

  return new Promise((resolve, reject) => {
    connection.onClose(() => {
      isOpen = false;
      engine.dispose().then(resolve, reject);
    });
    connection.listen();
  });
};

const toResponseError = (error: unknown): ResponseError<protocol.EngineErrorData> => {
  const { message, ...data } = explainError(error);
  return new ResponseError(data.isInputError ? inputErrorCode : internalErrorCode, message, data);
};
