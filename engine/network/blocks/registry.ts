import type { EncoderSpec } from '../networkSpec.ts';
import type { EncoderKind } from './block.ts';
import { attend } from './attend.ts';
import { drop } from './drop.ts';
import { embed } from './embed.ts';
import { foresee } from './foresee.ts';
import { label } from './label.ts';
import { mark } from './mark.ts';
import { normalise } from './levels/normalise.ts';
import { restore } from './levels/restore.ts';
import { penalise } from './penalise.ts';
import { pool } from './pool.ts';
import { project } from './project.ts';
import { recur } from './recur.ts';
import { segments } from './segments/segments.ts';
import { spell } from './spell/spell.ts';

/** All kinds of blocks but the head: the only list of them. */
const kinds = {
  ...{ embed, label, spell, drop, penalise, project, recur, pool, attend },
  ...{ normalise, restore, segments, foresee, mark },
};

/** What a kind of block plans is for itself alone. */
export type OpaqueKind = EncoderKind<EncoderSpec, unknown, unknown>;

export const kindOf = ({ block }: Pick<EncoderSpec, 'block'>): OpaqueKind => kinds[block] as unknown as OpaqueKind;
