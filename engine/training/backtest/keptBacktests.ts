import { InputError } from '../../errors.ts';
import type { BacktestFold, BacktestFoldParams, ErrorReport, ForecastErrorsParams } from '../../protocol.ts';
import type { FoldReader } from '../../tasks/backtest/rollingOrigins.ts';

/** Of older ones nothing is kept: they take memory, and whoever looks at them may run them again. */
const mostKept = 8;

/** What was forecast in the latest backtests and examinations, by the tokens of their requests. */
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

  /** Throws an `InputError` where it is not kept, or has no such series or fold. */
  read({ token, series, fold }: BacktestFoldParams): BacktestFold {
    const read = this.readerOf(token).read(series, fold);
    if (!read) throw new InputError(`there is no fold ${fold} of a series ${series}`);
    return read;
  }

  /** As `read`. */
  errors({ token, series }: ForecastErrorsParams): ErrorReport {
    const report = this.readerOf(token).errors(series);
    if (!report) throw new InputError(`there is no series ${series}`);
    return report;
  }

  private readerOf(token: string): FoldReader {
    const reader = this.readers.get(token);
    if (!reader) throw new InputError('what was forecast is not kept any more: run it again');
    return reader;
  }
}
