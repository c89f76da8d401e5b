import { basename } from 'node:path';
import { type FileIdentity, identifyFile, isSameFile } from '../files/fileIdentity.ts';
import type { RunRecord } from '../protocol.ts';
import { fingerprintFile } from '../runs/fingerprint.ts';

/** Notices when the file that a run has read is no longer what it read. The run needs the file no more until it is resumed. */
export class DataWatch {
  private readonly file: string;
  private identity: FileIdentity;
  private readonly fingerprint: RunRecord['fingerprint'];
  private isLooking = false;
  private hasTold = false;

  constructor(file: string, identity: FileIdentity, fingerprint: RunRecord['fingerprint']) {
    this.file = file;
    this.identity = identity;
    this.fingerprint = fingerprint;
  }

  /**
   * Looks at the file in the background, since a network drive that is gone may take minutes to say so, and calls
   * `tell` with what a person should know, once in the life of this watch.
   */
  look(tell: (message: string) => void): void {
    if (this.isLooking || this.hasTold) return;
    this.isLooking = true;
    void this.findChange()
      .then((change) => {
        if (change === undefined) return;
        this.hasTold = true;
        tell(change);
      })
      .finally(() => (this.isLooking = false));
  }

  private async findChange(): Promise<string | undefined> {
    const name = basename(this.file);
    let now: FileIdentity;
    try {
      now = await identifyFile(this.file);
      if (isAsBefore(now, this.identity)) return undefined;
      if (now.size === this.identity.size && (await fingerprintFile(this.file)).sha256 === this.fingerprint.sha256) {
        // Touched, or replaced by its equal.
        this.identity = now;
        return undefined;
      }
    } catch {
      return `${name} cannot be read any more; the run goes on with what it has read, and needs the file to be resumed`;
    }
    return `${name} has changed since this run began; the run goes on with what it has read, and can be resumed only with the file as it was`;
  }
}

/** What changes without the content, as by a new name or other rights, does not count. */
const isAsBefore = (now: FileIdentity, before: FileIdentity): boolean =>
  isSameFile(now, before) && now.size === before.size && now.mtimeNs === before.mtimeNs;
