import {
  type CancellationToken,
  ErrorCodes,
  type HandlerResult,
  type MessageConnection,
  type NotificationType,
  type RequestType,
  ResponseError,
} from 'vscode-jsonrpc';
import type * as z from 'zod';
import { describeFaults } from '../checkValue.ts';
import { Engine } from './engine.ts';
import { explainError } from '../explainError.ts';
import * as protocol from '../protocol.ts';
import * as schemas from '../requestSchemas.ts';
import { readConfig } from '../tasks/config/readConfig.ts';
import { Cancelled } from '../unlessCancelled.ts';
import { withoutNaN } from '../withoutNaN.ts';

/** Error code of replies to requests whose input is at fault; ours are JSON-RPC's internal error, -32603. */
const inputErrorCode = 1;
const internalErrorCode = -32603;

/** Serves `protocol.ts` on `connection`. Resolves when the connection has closed and every run is saved. */
export const serve = (connection: MessageConnection): Promise<void> => {
  let isOpen = true;
  /** Runs still save themselves when the client has gone; nobody listens to what they say then. */
  const notify = async <P>(type: NotificationType<P>, params: P): Promise<void> => {
    if (isOpen) await connection.sendNotification(type.method, withoutNaN(params)).catch(() => (isOpen = false));
  };
  const engine = new Engine({
    runEvents: (params) => notify(protocol.runEvents, params),
    runStatus: (params) => {
      void notify(protocol.runStatus, params);
    },
    generated: (params) => {
      void notify(protocol.generated, params);
    },
    learningRatePoints: (params) => {
      void notify(protocol.learningRatePoints, params);
    },
    progress: (params) => {
      void notify(protocol.progress, params);
    },
    searchEvents: (params) => {
      void notify(protocol.searchEvents, params);
    },
  });

  const answer = <P, R>(
    type: RequestType<P, R, protocol.EngineErrorData>,
    schema: z.ZodType<P>,
    handle: (params: P, cancel: CancellationToken) => R | Promise<R>,
  ): void => {
    connection.onRequest(type, (params, cancel) => {
      const checked = schema.safeParse(params);
      const reply = checked.success
        ? new Promise<R>((resolve) => {
            resolve(handle(checked.data, cancel));
          }).then(withoutNaN, toResponseError)
        : invalidParams(type.method, describeFaults(checked.error, params));
      // For a type parameter R the compiler cannot see through the library's conditional result type.
      return reply as HandlerResult<R, protocol.EngineErrorData>;
    });
  };

  connection.onRequest(protocol.initialize, () => engine.initialize().catch(toResponseError));
  answer(protocol.inspect, schemas.fileParams, (params, cancel) => engine.inspect(params, cancel));
  answer(protocol.readConfig, schemas.readConfigParams, ({ file }) => readConfig(file));
  answer(protocol.propose, schemas.fileParams, (params, cancel) => engine.propose(params, cancel));
  answer(protocol.train, schemas.trainParams, (params, cancel) => engine.train(params, cancel));
  answer(protocol.resume, schemas.resumeParams, (params, cancel) => engine.resume(params, cancel));
  answer(protocol.pause, schemas.runParams, (params) => {
    engine.pause(params);
  });
  answer(protocol.proceed, schemas.runParams, (params) => {
    engine.proceed(params);
  });
  answer(protocol.stop, schemas.runParams, (params) => engine.stop(params));
  answer(protocol.predict, schemas.predictParams, (params, cancel) => engine.predict(params, cancel));
  answer(protocol.predictText, schemas.predictTextParams, (params) => engine.predictText(params));
  answer(protocol.generate, schemas.generateParams, (params, cancel) => engine.generate(params, cancel));
  answer(protocol.findLearningRate, schemas.learningRateParams, (params, cancel) =>
    engine.findLearningRate(params, cancel),
  );
  answer(protocol.exportModel, schemas.exportParams, (params, cancel) => engine.exportModel(params, cancel));
  answer(protocol.proposeBacktest, schemas.proposeBacktestParams, (params, cancel) =>
    engine.proposeBacktest(params, cancel),
  );
  answer(protocol.backtest, schemas.backtestParams, (params, cancel) => engine.backtest(params, cancel));
  answer(protocol.backtestFold, schemas.backtestFoldParams, (params) => engine.backtestFold(params));
  answer(protocol.tune, schemas.tuneParams, (params, cancel) => engine.tune(params, cancel));
  answer(protocol.resumeTune, schemas.resumeTuneParams, (params, cancel) => engine.resumeTune(params, cancel));
  answer(protocol.explain, schemas.explainParams, (params, cancel) => engine.explain(params, cancel));
  answer(protocol.forecastErrors, schemas.forecastErrorsParams, (params) => engine.forecastErrors(params));
  answer(protocol.examine, schemas.examineParams, (params, cancel) => engine.examine(params, cancel));
  answer(protocol.plotSeries, schemas.plotSeriesParams, (params, cancel) => engine.plotSeries(params, cancel));
  answer(protocol.evaluate, schemas.modelParams, (params, cancel) => engine.evaluate(params, cancel));

  return new Promise((resolve, reject) => {
    connection.onClose(() => {
      isOpen = false;
      engine.dispose().then(resolve, reject);
    });
    connection.listen();
  });
};

/** The sender is at fault: a program, or what a person told it to ask for. */
const invalidParams = (method: string, faults: readonly string[]): ResponseError<protocol.EngineErrorData> =>
  new ResponseError(ErrorCodes.InvalidParams, `the request ${method} is wrong: ${faults.join('; ')}`, {
    isInputError: true,
  });

const toResponseError = (error: unknown): ResponseError<protocol.EngineErrorData> => {
  if (error instanceof Cancelled) {
    return new ResponseError(protocol.requestCancelled, error.message, { isInputError: false });
  }
  const { message, ...data } = explainError(error);
  return new ResponseError(data.isInputError ? inputErrorCode : internalErrorCode, message, data);
};
