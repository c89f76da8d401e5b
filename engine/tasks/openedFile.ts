import type { TextSurvey } from '../encoding/textSurvey.ts';
import { surveyText } from '../encoding/textSurvey.ts';
import type { TextOptions } from '../encoding/textBytes.ts';
import type { Encoding } from '../config.ts';
import { SharedWork } from '../errands/sharedWork.ts';
import { type WordSurvey, surveyWords } from '../encoding/wordSurvey.ts';
import { InputError } from '../errors.ts';
import { extname } from 'node:path';
import { type TextPath, textExtensions, textsOfFolder } from '../files/corpus.ts';
import { dataKey, identifyData } from '../files/dataIdentity.ts';
import { type FollowingFile, joinFiles } from '../files/parts/joinFiles.ts';
import type { PartFiles } from '../files/parts/tableParts.ts';
import { type ResolvedTable, type Table, readResolved, resolveTable } from '../files/readTable.ts';
import type { TableOptions } from '../files/tableOptions.ts';
import type { TableReader } from '../files/tableReader.ts';
import { findTableReader, usualReaderOf } from '../files/tableReaders.ts';
import type { StorageLimits } from '../files/tableStorage.ts';
import type { FileKind } from '../protocol.ts';
import { commentNote, tableNotes } from './tableNotes.ts';

/** Something that was read of a file, or is being read. */
interface Kept<T> {
  readonly key: string;
  readonly value: SharedWork<T>;
}

/**
 * A data file with one content: whoever inspects, completes a config and prepares is handed the same one, so that it is
 * cut into cells once. It keeps the table or the survey that was asked for last.
 */
export class OpenedFile {
  readonly path: string;
  /** What is read of it as a text: the file, or with those that a config names the whole corpus. */
  readonly texts: TextPath;
  readonly bytes: number;
  readonly limits: StorageLimits;
  /** By the encoding that was asked for. */
  private readonly readers = new Map<Encoding | undefined, Promise<TableReader | undefined>>();
  /** By what was asked for: the format that came of it. */
  private readonly formats = new Map<string, Promise<ResolvedTable>>();
  private table: Kept<Table> | undefined;
  private survey: Kept<TextSurvey> | undefined;
  private words: Kept<WordSurvey> | undefined;
  private tableBytes = 0;
  private surveyBytes = 0;
  private readonly onRead: () => void;
  private readonly more: readonly string[];

  /** `onRead` is called when there is more of it in memory; `more` are texts, or files of series, that are read after it. */
  constructor(path: string, bytes: number, limits: StorageLimits, onRead: () => void, more: readonly string[] = []) {
    this.path = path;
    this.texts = more.length > 0 ? [path, ...more] : path;
    this.more = more;
    this.bytes = bytes;
    this.limits = limits;
    this.onRead = onRead;
  }

  /** Of the columns and symbols that are kept. */
  get bytesInMemory(): number {
    return this.tableBytes + this.surveyBytes;
  }

  /** Whether it is a table by its name or its beginning, in the encoding asked for or the one found. */
  async readsAs(encoding?: Encoding): Promise<FileKind> {
    return (await this.findReader(encoding)) ? 'table' : 'text';
  }

  /** With `others`, files of the same columns, below it. Throws as `readTable` does. */
  async readTable(options: TableOptions = {}, others: PartFiles = []): Promise<Table> {
    const resolved = await this.resolve(options);
    const series = this.more.map((file): PartFiles[number] => ({ name: 'train', file, isSeries: true }));
    const following = await Promise.all([...others, ...series].map((other) => followingFile(other, resolved)));
    const key = JSON.stringify([resolved.format, ...following.map(({ name, identity }) => [name, identity])]);
    if (!isKept(this.table, key)) {
      this.tableBytes = 0;
      const reader = following.length > 0 ? joinFiles(resolved.reader, following) : resolved.reader;
      const table = { key, value: new SharedWork(() => readResolved({ ...resolved, reader }, this.limits.table)) };
      this.table = table;
      table.value.result.then(
        ({ format, bytesInMemory }) => {
          if (this.table !== table) return;
          // Who asks for what came of it gets the same.
          this.formats.set(keyOf(format), Promise.resolve(resolved));
          this.tableBytes = bytesInMemory;
          this.onRead();
        },
        () => {
          if (this.table === table) this.table = undefined;
        },
      );
    }
    return this.table.value.wait();
  }

  /** What is to be told of how it was read as a table, a sentence each; nothing where it was not. */
  async notes(): Promise<readonly string[]> {
    const table = await this.table?.value.wait();
    return table ? [...commentNote(table), ...tableNotes(table)] : [];
  }

  /** With the symbols where they fit into memory. Throws as `surveyText` does. */
  surveyText(options: TextOptions): Promise<TextSurvey> {
    const key = textKey(options);
    if (!isKept(this.survey, key)) {
      this.surveyBytes = 0;
      // A symbol takes at least a byte of the file.
      const hasRoom = this.bytes * Uint16Array.BYTES_PER_ELEMENT <= this.limits.encoded;
      const survey = { key, value: new SharedWork(() => surveyText(this.texts, options, hasRoom ? this.bytes : 0)) };
      this.survey = survey;
      survey.value.result.then(
        ({ ids }) => {
          if (this.survey !== survey || !ids) return;
          this.surveyBytes = ids.byteLength;
          this.onRead();
        },
        () => {
          if (this.survey === survey) this.survey = undefined;
        },
      );
    }
    return this.survey.value.wait();
  }

  /** Throws as `surveyWords` does. */
  surveyWords(options: TextOptions): Promise<WordSurvey> {
    const key = textKey(options);
    if (!isKept(this.words, key)) {
      const words = { key, value: new SharedWork(() => surveyWords(this.texts, options)) };
      this.words = words;
      words.value.result.catch(() => {
        if (this.words === words) this.words = undefined;
      });
    }
    return this.words.value.wait();
  }

  /** What `surveyText` has found, if it was asked for that last. */
  lastSurvey(options: TextOptions): Promise<TextSurvey> | undefined {
    return isKept(this.survey, textKey(options)) ? this.survey.value.wait() : undefined;
  }

  private resolve(options: TableOptions): Promise<ResolvedTable> {
    const asked = keyOf(options);
    const known = this.formats.get(asked);
    if (known) return known;
    const resolved = this.findReader(options.encoding).then((reader) =>
      resolveTable(this.path, options, reader ?? usualReaderOf(this.path)),
    );
    this.formats.set(asked, resolved);
    resolved.catch(() => this.formats.delete(asked));
    return resolved;
  }

  private findReader(encoding: Encoding | undefined): Promise<TableReader | undefined> {
    const known = this.readers.get(encoding);
    if (known) return known;
    // Several tables are series, several texts one text.
    const isCorpus = this.more.length > 0 && textExtensions.includes(extname(this.path).toLowerCase());
    const reader = textsOfFolder(this.path).then((texts) =>
      texts || isCorpus ? undefined : findTableReader(this.path, encoding),
    );
    this.readers.set(encoding, reader);
    reader.catch(() => this.readers.delete(encoding));
    return reader;
  }
}

const isKept = <T>(kept: Kept<T> | undefined, key: string): kept is Kept<T> =>
  kept !== undefined && kept.key === key && !kept.value.isGivenUp;

/** Another file as it is read after the first: with a first row of names where that has one. */
const followingFile = async (
  { name, file, isSeries }: PartFiles[number],
  { options, reader: first, format }: ResolvedTable,
): Promise<FollowingFile & { readonly identity: string }> => {
  try {
    const identity = dataKey(await identifyData(file));
    const reader = (await findTableReader(file, options.encoding)) ?? usualReaderOf(file);
    const asked = reader === first && first.isDelimited ? { ...options, header: format.header } : options;
    const resolved = await resolveTable(file, asked, reader);
    return { ...resolved, name, ...(isSeries && { isSeries }), identity: JSON.stringify([file, identity]) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const field = isSeries ? 'data.moreFiles' : `data.split.${name}File`;
    const message = `${error.problem} (${field} names it, relative to the data file)`;
    throw new InputError(message, error.place);
  }
};

const textKey = ({ lowercase, encoding }: TextOptions): string => JSON.stringify([lowercase, encoding]);

const keyOf = (options: TableOptions): string => {
  const { delimiter, header, comment, commentCells, missingValues, decimalMark, timeFormat } = options;
  const { encoding, quote, skipLines, footerRows, fillShortRows } = options;
  return JSON.stringify([
    ...[delimiter, header, comment, commentCells, missingValues, decimalMark, timeFormat ?? null],
    ...[encoding, quote, skipLines, footerRows, fillShortRows],
  ]);
};
