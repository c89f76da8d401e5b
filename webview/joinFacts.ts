import { inOneLine } from './inOneLine.ts';

/** Facts in a line that breaks between them only, after the dot. */
export const joinFacts = (facts: readonly string[]): string => facts.map(inOneLine).join('\u00a0· ');
