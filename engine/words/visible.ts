/** What moves a terminal's cursor, hides text or turns its direction. Line breaks and tabs are text. */
// oxlint-disable-next-line no-control-regex -- it is control characters that are looked for
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A text from outside, as people are shown it: control characters as what they are, `\x1b`. */
export const visible = (text: string): string =>
  text.replace(unseen, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
  });
