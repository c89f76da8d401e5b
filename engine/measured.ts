import * as z from 'zod';

/** A figure as files have it. JSON has no NaN: what is not known was written as null. */
export const measured = z
  .number()
  .nullable()
  .transform((value) => value ?? NaN);
