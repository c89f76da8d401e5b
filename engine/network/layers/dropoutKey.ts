/** The key of one mask of a pass, as an unsigned 32-bit number: layers have one each. */
export const dropoutKeyOf = (passKey: number, index: number): number =>
  Math.imul(passKey ^ Math.imul(index + 1, 0x9e3779b1), 0x85ebca77);
