import { holidaysOf } from '../../encoding/times/holidays.ts';
import type { TransformedScale } from '../../encoding/transform/valueTransform.ts';
import { compareParts } from '../compareParts.ts';
import type { ForecastCodec } from './forecastCodec.ts';
import type { ForecastData } from './forecastFields.ts';

/** What of a forecast's codec is not as its config says. */
export const findCodecFaults = (data: ForecastData, codec: ForecastCodec): string[] => {
  const columns = codec.inputs.flatMap((input) =>
    input.kind === 'number' || input.kind === 'category' ? [input.column] : [],
  );
  const targets = codec.targets.map(({ column }) => column);
  const statics = codec.inputs.flatMap((input) => (input.kind === 'category' && input.isStatic ? [input.column] : []));
  const holidays = codec.inputs.flatMap((input) => (input.kind === 'holidays' ? [input.country] : []));
  const strange = codec.inputs.find((input) => input.kind === 'missing' && !columns.includes(input.column));
  const hasCalendar = codec.inputs.some(({ kind }) => kind === 'calendar');
  return [
    ...compareParts('inputs', columns, data.inputs),
    ...compareParts('static', statics.toSorted(), (data.static ?? []).toSorted()),
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
    ...(areTransformedAs(data, codec)
      ? []
      : ['codec: the transform of a target or its input is not that of config.data.transform']),
    ...compareParts('holidays', holidays, data.holidays ? [data.holidays] : []),
    ...holidays.flatMap((code) =>
      holidaysOf(code) ? [] : [`codec.inputs: has holidays of ${code}, which are not known`],
    ),
    ...(strange ? ['codec.inputs: says of a column where it is missing that is none of them'] : []),
    ...(hasCalendar && !data.calendar ? ['codec.inputs: has a calendar, config.data.calendar says there is none'] : []),
  ];
};

/** Whether targets, and the inputs that are their past, are transformed as the config says, and nothing else is. */
const areTransformedAs = (data: ForecastData, { inputs, targets, series = [] }: ForecastCodec): boolean => {
  const isAs = (asked: string, lambda: number | undefined) => (scale: TransformedScale | null | undefined) => {
    const kind = scale?.transform?.kind ?? 'none';
    const found = scale?.transform?.kind === 'boxcox' ? scale.transform.lambda : undefined;
    return kind === asked && (lambda === undefined || lambda === found);
  };
  const asTarget = isAs(data.transform ?? 'none', data.lambda);
  const asInput = inputs.map((input) =>
    input.kind === 'number' && data.targets.includes(input.column) ? asTarget : isAs('none', undefined),
  );
  const areInputsAs = (scales: readonly (TransformedScale | null)[]): boolean =>
    scales.every((scale, index) => asInput[index]?.(scale));
  return (
    targets.every(asTarget) &&
    areInputsAs(inputs.map((input) => (input.kind === 'number' ? input : null))) &&
    series.every((each) => each.targets.every(asTarget) && areInputsAs(each.inputs))
  );
};
