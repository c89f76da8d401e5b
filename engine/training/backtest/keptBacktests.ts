import { InputError } from '../../errors.ts';
import type { BacktestFold, BacktestFoldParams } from '../../protocol.ts';
import type { FoldReader } from '../../tasks/backtest/rollingOrigins.ts';

/** Of older ones nothing is kept: they take memory, and whoever looks at them may run them again. */
const mostKept = 4;

/** What was forecast in the latest backtests, by the tokens of their requests. */
export class KeptBacktests {
  private readonly readers = new Map<string, FoldReader>();

  keep(token: string, reader: FoldReader): void {
    this.readers.delete(token);
    this.readers.set(token, reader);
    for (const oldest of this.readers.keys()) {
      if (this.readers.size <= mostKept) return;
      this.readers.delete(oldest);
    }
  }

  /** Throws an `InputError` where the backtest is not kept, or has no such series or fold. */
  read({ token, series, fold }: BacktestFoldParams): BacktestFold {
    const reader = this.readers.get(token);
    if (!reader) throw new InputError('the forecasts of this backtest are not kept any more: run it again');
    const read = reader.read(series, fold);
    if (!read) throw new InputError(`this backtest has no fold ${fold} of a series ${series}`);
    return read;
  }
}
