import type { TimestampColumn } from '../../../files/columns/column.ts';
import { offsetOf } from '../../../files/times/zoneClock.ts';
import { timelineOf } from '../../../encoding/times/timeline.ts';

/** What the clock shows at the `count` steps after the last row: 0 without times. */
export const futureClock = (time: TimestampColumn | undefined, count: number): readonly number[] => {
  const stay = new Array<number>(count).fill(time?.max ?? 0);
  if (!time) return stay;
  const { values, shown, format } = time;
  const times = timelineOf(time)?.after(values.at(values.length - 1), count) ?? stay;
  const { clock } = format;
  return clock && shown ? times.map((each) => each + offsetOf(clock, each)) : times;
};
