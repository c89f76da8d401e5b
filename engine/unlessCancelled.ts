import type { CancellationToken } from 'vscode-jsonrpc';

/** Who asked does not want to know any more. */
export class Cancelled extends Error {
  constructor() {
    super('the request was cancelled');
    this.name = 'Cancelled';
  }
}

export const throwIfCancelled = ({ isCancellationRequested }: CancellationToken): void => {
  if (isCancellationRequested) throw new Cancelled();
};

/** As `work`, or rejects with `Cancelled` as soon as that is asked for: whoever else waits for the work goes on waiting. */
export const unlessCancelled = async <T>(work: Promise<T>, cancel: CancellationToken): Promise<T> => {
  const cancelled = Promise.withResolvers<never>();
  const listening = cancel.onCancellationRequested(() => {
    cancelled.reject(new Cancelled());
  });
  try {
    return await Promise.race([work, cancelled.promise]);
  } finally {
    listening.dispose();
  }
};
