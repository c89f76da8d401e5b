import {
  appendFileSync,
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';

/** What can happen to a file while somebody reads it, and how that is told. */
export const changes: readonly {
  readonly name: string;
  readonly happen: (file: string) => void;
  readonly message: RegExp;
}[] = [
  {
    name: 'appended to',
    happen: (file) => appendFileSync(file, lastLineOf(file)),
    message: /: grew( from \d+ to \d+ bytes)? while/,
  },
  {
    name: 'cut',
    happen: (file) => truncateSync(file, Math.floor(statSync(file).size / 2)),
    message: /: shrank from \d+ to \d+ bytes while/,
  },
  {
    name: 'written to, its size as before',
    happen: (file) => {
      const handle = openSync(file, 'r+');
      writeSync(handle, '9', statSync(file).size - 2);
      closeSync(handle);
    },
    message: /: changed while/,
  },
  {
    name: 'replaced by one like it',
    happen: (file) => {
      writeFileSync(`${file}.new`, readFileSync(file));
      renameSync(`${file}.new`, file);
    },
    message: /: was replaced by another file while/,
  },
  { name: 'deleted', happen: (file) => rmSync(file), message: /: was moved or deleted while/ },
];

const lastLineOf = (file: string): string => `${readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? ''}\n`;
