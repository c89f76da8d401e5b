import { holidayWidth } from '../../encoding/times/holidayInput.ts';
import type { NetworkShape } from '../../network/networkShape.ts';
import { isKnownAhead } from './columns/knownAhead.ts';
import type { ForecastCodec } from './forecastCodec.ts';
import type { ForecastData } from './forecastFields.ts';

/** Values that an input makes of a step. */
export interface InputWidth {
  /** Of a column its name; the calendar has none. */
  readonly column: string | undefined;
  readonly isNumber: boolean;
  readonly width: number;
}

/** Of each input of a codec. */
export const widthsOf = ({ inputs }: Pick<ForecastCodec, 'inputs'>): readonly InputWidth[] =>
  inputs.map((input): InputWidth => {
    switch (input.kind) {
      case 'number':
        return { column: input.column, isNumber: true, width: 1 };
      case 'category':
        return { column: input.column, isNumber: false, width: input.values.length };
      case 'missing':
        return { column: input.column, isNumber: false, width: 1 };
      case 'calendar':
        return { column: undefined, isNumber: false, width: 2 };
      case 'holidays':
        return { column: undefined, isNumber: false, width: holidayWidth };
    }
  });

export const sumWidths = (widths: readonly InputWidth[]): number => widths.reduce((sum, { width }) => sum + width, 0);

/** What a forecast demands of its network. */
export const forecastShape = (
  widths: readonly InputWidth[],
  data: Pick<ForecastData, 'targets' | 'window' | 'horizon' | 'known' | 'static' | 'holidays'>,
): NetworkShape => {
  const { targets, window, horizon } = data;
  const placeOf = (index: number): number => sumWidths(widths.slice(0, index));
  const marks = widths.flatMap(({ column, width }, index) =>
    column !== undefined && (data.static ?? []).includes(column)
      ? Array.from({ length: width }, (_, at) => placeOf(index) + at)
      : [],
  );
  const known = sumWidths(widths.filter(({ column }) => isKnownAhead(column, data)));
  return {
    input: { kind: 'numbers', size: Math.max(1, sumWidths(widths)) },
    outputSize: horizon * Math.max(1, targets.length),
    everyStep: false,
    series: {
      ...{ window, horizon },
      numbers: widths.flatMap(({ isNumber }, index) => (isNumber ? [placeOf(index)] : [])),
      targets: targets.map((target) => {
        const index = widths.findIndex(({ isNumber, column }) => isNumber && column === target);
        return index < 0 ? -1 : placeOf(index);
      }),
      ...(known > 0 && { known }),
      ...(marks.length > 0 && { marks: { columns: marks, size: sizeOfKinds(marks.length) } }),
    },
  };
};

/** Values of a vector that is learned of each of so many kinds: a rule of thumb, of few as many as there are. */
const sizeOfKinds = (kinds: number): number => Math.min(kinds, Math.round(1.6 * kinds ** 0.56));
