import { createRandom } from '../../../engine/compute/random.ts';

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

/** Minutes with eight measurements each, `bytes` of CSV; they come back after a thousand rows, moved a little. */
export function* minutesOf(bytes: number): Generator<string> {
  const random = createRandom(1);
  const names = Array.from({ length: 8 }, (_, index) => `sensor${index + 1}`);
  yield `time,${names.join(',')}\n`;
  for (let row = 0, written = 0; written < bytes;) {
    let piece = '';
    const levels = names.map(() => random.normal() * 10);
    const cells = levels.map((level) => Array.from({ length: 100 }, () => (level + random.normal()).toFixed(5)));
    for (let count = 0; count < 1000; count++, row++) {
      const time = new Date(Date.UTC(1980, 0, 1, 0, row)).toISOString().slice(0, 19);
      piece += time;
      for (let index = 0; index < cells.length; index++) piece += `,${cells[index]?.[(count * (index + 7)) % 100]}`;
      piece += '\n';
    }
    written += piece.length;
    yield piece;
  }
}

/** Minutes with two measurements and a remark each, most of it text, `bytes` of CSV. */
export function* remarksOf(bytes: number): Generator<string> {
  const random = createRandom(1);
  const words = ['pump', 'valve', 'läuft', 'ruhig', 'pressure', 'slightly', 'above', 'the', 'usual', 'Grenze'];
  yield 'time,remark,load,wind\n';
  for (let row = 0, written = 0; written < bytes;) {
    let piece = '';
    for (let count = 0; count < 1000; count++, row++) {
      const time = new Date(Date.UTC(1980, 0, 1, 0, row)).toISOString().slice(0, 16);
      const remark = Array.from({ length: 4 + random.integer(20) }, () => words[random.integer(words.length)]).join(
        ' ',
      );
      const load = (Math.sin(row / 240) * 3 + random.next()).toFixed(3);
      piece += `${time},"${row}: ${remark}",${load},${(random.next() * 20).toFixed(1)}\n`;
    }
    written += piece.length;
    yield piece;
  }
}

/** Sequences of twenty numbers and one of five classes, `bytes` of CSV. */
export function* sequencesOf(bytes: number): Generator<string> {
  const random = createRandom(1);
  yield `${Array.from({ length: 20 }, (_, index) => `step${index + 1}`).join(',')},label\n`;
  for (let written = 0; written < bytes;) {
    let piece = '';
    const noise = Array.from({ length: 100 }, () => random.normal());
    for (let count = 0; count < 1000; count++) {
      const label = random.integer(5);
      for (let step = 0; step < 20; step++) {
        piece += `${(Math.sin(step * (label + 1)) + (noise[(count * (step + 3)) % 100] ?? 0)).toFixed(3)},`;
      }
      piece += `class${label}\n`;
    }
    written += piece.length;
    yield piece;
  }
}

/** Texts of two moods, a line of JSON each, `bytes` of JSON Lines. */
export function* opinionsOf(bytes: number): Generator<string> {
  const random = createRandom(1);
  const usual = ['the', 'film', 'was', 'a', 'little', 'and', 'Schluß', 'music', 'scene', 'with', 'of', 'hour'];
  const moods = { good: ['lovely', 'warm', 'clever', 'bright'], bad: ['dull', 'cold', 'clumsy', 'grey'] };
  for (let written = 0; written < bytes;) {
    let piece = '';
    for (let count = 0; count < 1000; count++) {
      const label = random.next() < 0.5 ? 'good' : 'bad';
      const words = Array.from({ length: 5 + random.integer(40) }, () => {
        const from = random.next() < 0.1 ? moods[label] : usual;
        return from[random.integer(from.length)];
      });
      piece += `${JSON.stringify({ text: words.join(' '), label })}\n`;
    }
    written += Buffer.byteLength(piece);
    yield piece;
  }
}
