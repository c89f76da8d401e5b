import { describeUnknownCode, holidaysOf } from '../../../encoding/times/holidays.ts';
import type { ConfigProblem } from '../../config/completion.ts';
import type { ForecastData } from '../forecastFields.ts';

/** The country whose holidays are read, where a config asks for them. What is wrong or to be told goes to the lists. */
export const completeHolidays = (
  { holidays }: Pick<Partial<ForecastData>, 'holidays'>,
  hasTime: boolean,
  { problems, choices }: { readonly problems: ConfigProblem[]; readonly choices: string[] },
): Pick<ForecastData, 'holidays'> => {
  if (holidays === undefined) return {};
  if (holidays === null) return { holidays };
  const path = 'data.holidays';
  const code = holidays.toUpperCase();
  if (!hasTime) {
    problems.push({
      path,
      message: 'there are no times to tell holidays by; leave it out, or name a column in data.time',
    });
  } else if (holidaysOf(code)) {
    choices.push(
      `The network reads the public holidays of ${code}, of the past and of the rows that it forecasts, and how near they are.`,
    );
    return { holidays: code };
  } else {
    problems.push({
      path,
      message: `'${holidays}' is no country whose holidays are known: ${describeUnknownCode(code)}`,
    });
  }
  return {};
};
