import { calendarAngle } from '../../../encoding/calendar.ts';
import { holidayWidth, putHolidays } from '../../../encoding/times/holidayInput.ts';
import type { InputCodec } from '../../../encoding/codec.ts';

/**
 * Makes an encoded row that of another time: its calendar and holidays move there, all else stays as it is, and is missing but for
 * what is `forecast`.
 */
export const moveOn = (
  row: Float32Array,
  inputs: readonly InputCodec[],
  time: number,
  forecast: readonly string[] = [],
): void => {
  let place = 0;
  for (const input of inputs) {
    switch (input.kind) {
      case 'calendar': {
        const angle = calendarAngle(time, input.period);
        row[place++] = Math.sin(angle);
        row[place++] = Math.cos(angle);
        break;
      }
      case 'holidays':
        putHolidays(row, place, time, input);
        place += holidayWidth;
        break;
      case 'missing':
        row[place++] = forecast.includes(input.column) ? 0 : 1;
        break;
      case 'category':
        place += input.values.length;
        break;
      case 'number':
        place++;
    }
  }
};
