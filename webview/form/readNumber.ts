import { t } from '../strings.ts';
import type { Edit } from './configPatch.ts';
import type { NumberSpec } from './fieldSpecs.ts';

/** A typed number as an edit; the empty text hands the field back to the automatic choice. */
export const readNumber = (
  text: string,
  { isWhole, low, high }: Pick<NumberSpec, 'isWhole' | 'low' | 'high'>,
): Edit => {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return { value: undefined };
  const value = Number(trimmed);
  if (Number.isNaN(value)) return { value: undefined, problem: t("'{0}' is not a number", text.trim()) };
  if (isWhole && !Number.isInteger(value))
    return { value: undefined, problem: t('{0} is not a whole number', trimmed) };
  if (value < low) {
    const problem = low === Number.MIN_VALUE ? t('Must be above 0') : t('Must be {0} or more', low);
    return { value: undefined, problem };
  }
  if (value > high || !Number.isFinite(value)) return { value: undefined, problem: t('Must be {0} or less', high) };
  return { value };
};
