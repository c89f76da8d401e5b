/** Characters of a name or value that a person reads in a message. */
const most = 100;

/** What came from outside, as much of it as belongs into a message. */
export const shorten = (text: string): string => (text.length > most ? `${text.slice(0, most)}…` : text);
