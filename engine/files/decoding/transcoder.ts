import { TextDecoder } from 'node:util';
import type { Encoding } from '../../config.ts';
import { type DecodedFile, binaryFile, invalidText } from './badBytes.ts';

/** Turns another encoding into UTF-8, a chunk at a time. */
export class Transcoder {
  private readonly encoding: Encoding;
  private readonly decoder: TextDecoder;
  private readonly file: DecodedFile;
  private held = '';

  constructor(encoding: Encoding, file: DecodedFile) {
    this.encoding = encoding;
    this.decoder = new TextDecoder(encoding, { fatal: true });
    this.file = file;
  }

  /**
   * None, where all that there is waits for what follows. Throws an `InputError` for bytes that are not so encoded, and for
   * what is no text. `offset` is where the bytes begin in the file.
   */
  async decode(bytes: Uint8Array, offset: number, isLast: boolean): Promise<Buffer | undefined> {
    const text = this.held + (await this.textOf(bytes, offset, isLast));
    // No chunk cuts a CRLF.
    const end = !isLast && text.endsWith('\r') ? text.length - 1 : text.length;
    this.held = text.slice(end);
    if (text.includes('\0')) throw binaryFile(this.file.file, this.file.asked);
    return end > 0 ? Buffer.from(text.slice(0, end), 'utf8') : undefined;
  }

  private async textOf(bytes: Uint8Array, offset: number, isLast: boolean): Promise<string> {
    try {
      return this.decoder.decode(bytes, { stream: !isLast });
    } catch {
      throw await invalidText(this.file, this.encoding, offset);
    }
  }
}
