import type { Strings } from './protocol.ts';

let strings: Strings = {};

/** Takes the translations the host sends; until then English is shown. */
export const setStrings = (next: Strings): void => {
  strings = next;
};

/** The text in the person's language, with `{0}`, `{1}`… replaced by `values`. */
export const t = (text: string, ...values: readonly (string | number)[]): string =>
  (strings[text] ?? text).replace(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
