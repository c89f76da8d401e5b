import type { Source } from '../../../../engine/compute/source.ts';
import type { ScratchFile } from '../../../../engine/scratchFile.ts';

/** A source with nothing of it in a file. */
export type InMemory<S extends Source> = { [Field in keyof S]: Exclude<S[Field], ScratchFile> };
