import { compareParts } from '../compareParts.ts';
import type { ForecastCodec } from './forecastCodec.ts';
import type { ForecastData } from './forecastFields.ts';

/** What of a forecast's codec is not as its config says. */
export const findCodecFaults = (data: ForecastData, codec: ForecastCodec): string[] => {
  const columns = codec.inputs.flatMap((input) => ('column' in input ? [input.column] : []));
  const targets = codec.targets.map(({ column }) => column);
  const hasCalendar = codec.inputs.some(({ kind }) => kind === 'calendar');
  return [
    ...compareParts('inputs', columns, data.inputs),
    ...compareParts('targets', targets, data.targets),
    ...(['anchor', 'season', 'horizon'] as const).flatMap((field) =>
      compareParts(field, [codec[field]], [data[field]]),
    ),
    ...(codec.naiveErrors.length === targets.length ? [] : ['codec.naiveErrors: is not one for each target']),
    ...(codec.series ?? []).flatMap(({ name, inputs, targets: scales, naiveErrors }) =>
      inputs.length === codec.inputs.length &&
      scales.length === targets.length &&
      naiveErrors.length === targets.length &&
      codec.inputs.every(({ kind }, index) => (kind === 'number') === (inputs[index] !== null))
        ? []
        : [`codec.series: the scales of ${JSON.stringify(name)} are not one for each number and target`],
    ),
    ...(hasCalendar && !data.calendar ? ['codec.inputs: has a calendar, config.data.calendar says there is none'] : []),
  ];
};
