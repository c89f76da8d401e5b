import { calendarAngle } from '../../../encoding/calendar.ts';
import type { InputCodec } from '../../../encoding/codec.ts';

/** Makes an encoded row that of another time: its calendar moves there, all else stays as it is. */
export const moveOn = (row: Float32Array, inputs: readonly InputCodec[], time: number): void => {
  let place = 0;
  for (const input of inputs) {
    if (input.kind === 'calendar') {
      const angle = calendarAngle(time, input.period);
      row[place++] = Math.sin(angle);
      row[place++] = Math.cos(angle);
    } else place += input.kind === 'category' ? input.values.length : 1;
  }
};
