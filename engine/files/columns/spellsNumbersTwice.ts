import { parseNumber } from './parseNumber.ts';

/** Whether several of these texts mean one number, as `01` and `1` or `1E1` and `10`; a zero may have a sign. */
export const spellsNumbersTwice = (texts: readonly string[], commaToo: boolean): boolean => {
  const spellings = new Map<number, string>();
  for (const text of texts) {
    const value = parseNumber(text, commaToo);
    if (Number.isNaN(value)) continue;
    const spelling = value === 0 ? text.trim().replace(/^[-+]/, '') : text.trim();
    const known = spellings.get(value);
    if (known !== undefined && known !== spelling) return true;
    spellings.set(value, spelling);
  }
  return false;
};
