import type { RunRecord } from '../engine/protocol.ts';

/** What cells of a run's table are separated by. */
export const delimiterOf = (record: RunRecord | undefined): string => {
  const { delimiter } = fieldsOf(record);
  return typeof delimiter === 'string' ? delimiter : ',';
};

/** Words in its table that mean "no value". */
export const missingWordsOf = (record: RunRecord | undefined): readonly string[] => {
  const { missingValues } = fieldsOf(record);
  return Array.isArray(missingValues) ? missingValues.filter((word) => typeof word === 'string') : [];
};

/** A field of the data that only some tasks have. */
export const dataField = (record: RunRecord | undefined, name: string): unknown => fieldsOf(record)[name];

const fieldsOf = (record: RunRecord | undefined): Readonly<Record<string, unknown>> => ({ ...record?.config.data });
