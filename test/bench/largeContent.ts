import { createRandom } from '../../engine/compute/random.ts';

/** Words of a made-up language, `bytes` of them. */
export function* wordsOf(bytes: number): Generator<string> {
  const random = createRandom(1);
  const syllables = ['ka', 'no', 'ri', 'te', 'lu', 'mo', 'sha', 'pi'];
  for (let written = 0; written < bytes;) {
    const line = Array.from({ length: 400 }, () => {
      const length = 1 + random.integer(4);
      return Array.from({ length }, () => syllables[random.integer(syllables.length)]).join('');
    }).join(' ');
    written += line.length + 1;
    yield `${line}\n`;
  }
}

/** Hourly measurements of three numbers and a category, `bytes` of CSV. */
export function* tableOf(bytes: number): Generator<string> {
  const random = createRandom(1);
  yield 'time,load,temperature,wind,kind\n';
  let load = 0;
  for (let row = 0, written = 0; written < bytes;) {
    let piece = '';
    for (let count = 0; count < 1000; count++, row++) {
      load = 0.95 * load + random.normal();
      const time = new Date(Date.UTC(1800, 0, 1, row)).toISOString().slice(0, 19);
      const value = (Math.sin(row / 24) * 3 + load).toFixed(3);
      piece += `${time},${value},${(load + random.next()).toFixed(2)},${(random.next() * 20).toFixed(1)},k${row % 3}\n`;
    }
    written += piece.length;
    yield piece;
  }
}
