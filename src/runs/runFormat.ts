import type { RunRecord } from '../../engine/protocol.ts';

/** A field of the data that only some tasks have. */
export const dataField = (record: RunRecord | undefined, name: string): unknown =>
  ({ ...record?.config.data } as Readonly<Record<string, unknown>>)[name];
