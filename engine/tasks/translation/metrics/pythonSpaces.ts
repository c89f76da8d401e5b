/** What Python takes for space, of which JavaScript's own `\s` knows some more and some less. */
const characters = '\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000';
const spaces = new RegExp(`[${characters}]+`, 'u');
const spacesAtEnd = new RegExp(`[${characters}]+$`, 'u');

/** The words of a text, as `str.split()` of Python has them. */
export const splitAtSpaces = (text: string): string[] => text.split(spaces).filter((word) => word !== '');

/** As `str.rstrip()` of Python has it. */
export const withoutSpacesAtEnd = (text: string): string => text.replace(spacesAtEnd, '');
