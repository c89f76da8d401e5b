import type { KnownRows } from '../../../compute/source.ts';
import type { InputCodec } from '../../../encoding/codec.ts';
import { putStretch, stretchOf } from '../../../encoding/encodedRows.ts';
import { ScratchFile } from '../../../scratchFile.ts';
import { widthsOf } from '../forecastShape.ts';
import { isKnownAhead, type KnownData } from './knownAhead.ts';
import { moveOn } from './moveOn.ts';

/** The places among the values of an encoded row of what is known ahead, in order. */
export const knownPlaces = (inputs: readonly InputCodec[], data: KnownData): readonly number[] => {
  let next = 0;
  return widthsOf({ inputs }).flatMap(({ column, width }) => {
    const first = next;
    next += width;
    return isKnownAhead(column, data) ? Array.from({ length: width }, (_, at) => first + at) : [];
  });
};

/** Picks out of encoded rows what is known ahead of time, and goes on beyond the last of them. */
export class KnownRowsWriter {
  private readonly inputs: readonly InputCodec[];
  private readonly places: readonly number[];
  private readonly values: Float32Array | ScratchFile;
  private rows = 0;
  private last = new Float32Array(0);

  /** @param rows with those beyond the last */
  constructor(inputs: readonly InputCodec[], data: KnownData, rows: number, isLarge: boolean) {
    this.inputs = inputs;
    this.places = knownPlaces(inputs, data);
    this.values = isLarge ? new ScratchFile() : new Float32Array(rows * this.places.length);
  }

  /** Encoded rows, all inputs of each. (rows, columns) */
  add(encoded: Float32Array, columns: number): void {
    const { places, values } = this;
    const count = encoded.length / columns;
    const stretch = stretchOf(values, this.rows * places.length, (this.rows + count) * places.length);
    let at = 0;
    for (let from = 0; from < encoded.length; from += columns) {
      for (const place of places) stretch[at++] = encoded[from + place] ?? 0;
    }
    putStretch(values, stretch);
    this.rows += count;
    if (count > 0) this.last = encoded.slice(-columns);
  }

  /** After the last row one for each of `times`, at which all but the calendar is as it was. */
  finish(times: readonly number[]): KnownRows {
    for (const time of times) {
      moveOn(this.last, this.inputs, time);
      this.add(this.last, this.last.length);
    }
    return { values: this.values, columns: this.places.length };
  }
}
