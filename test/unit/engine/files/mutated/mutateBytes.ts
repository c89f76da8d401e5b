import type { Random } from '../../../../../engine/compute/random.ts';

/**
 * A byte replaced, cut out or put in, a stretch doubled, the end cut off: once or twice. Half of the bytes are others of
 * the same content, which it may well stay readable with.
 */
export const mutateBytes = (content: Buffer, random: Random): Buffer => {
  let changed = content;
  for (let count = 1 + random.integer(2); count > 0; count--) {
    const at = random.integer(changed.length || 1);
    const to = Math.min(changed.length, at + 1 + random.integer(40));
    const own = changed[random.integer(changed.length || 1)] ?? 0;
    const byte = Buffer.of(random.integer(2) === 0 ? own : random.integer(256));
    const [before, after] = [changed.subarray(0, at), changed.subarray(at)];
    switch (random.integer(5)) {
      case 0:
        changed = Buffer.concat([before, byte, after.subarray(1)]);
        break;
      case 1:
        changed = Buffer.concat([before, changed.subarray(to)]);
        break;
      case 2:
        changed = Buffer.concat([before, byte, after]);
        break;
      case 3:
        changed = Buffer.concat([changed.subarray(0, to), after]);
        break;
      default:
        changed = Buffer.from(before);
    }
  }
  return changed;
};
