import type { NetworkShape } from '../../network/networkShape.ts';
import type { ForecastCodec } from './forecastCodec.ts';
import type { ForecastData } from './forecastFields.ts';

/** Values that an input makes of a step. */
export interface InputWidth {
  /** Of a column of numbers its name. */
  readonly number: string | undefined;
  readonly width: number;
}

/** Of each input of a codec. */
export const widthsOf = ({ inputs }: Pick<ForecastCodec, 'inputs'>): readonly InputWidth[] =>
  inputs.map((input) =>
    input.kind === 'number'
      ? { number: input.column, width: 1 }
      : { number: undefined, width: input.kind === 'category' ? input.values.length : 2 },
  );

export const sumWidths = (widths: readonly InputWidth[]): number => widths.reduce((sum, { width }) => sum + width, 0);

/** What a forecast demands of its network. */
export const forecastShape = (
  widths: readonly InputWidth[],
  { targets, window, horizon }: Pick<ForecastData, 'targets' | 'window' | 'horizon'>,
): NetworkShape => {
  const placeOf = (index: number): number => sumWidths(widths.slice(0, index));
  return {
    input: { kind: 'numbers', size: Math.max(1, sumWidths(widths)) },
    outputSize: horizon * Math.max(1, targets.length),
    everyStep: false,
    series: {
      ...{ window, horizon },
      numbers: widths.flatMap(({ number }, index) => (number === undefined ? [] : [placeOf(index)])),
      targets: targets.map((target) => {
        const index = widths.findIndex(({ number }) => number === target);
        return index < 0 ? -1 : placeOf(index);
      }),
    },
  };
};
