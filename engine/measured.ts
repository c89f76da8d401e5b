import * as z from 'zod';

/** A figure as messages and files have it, null where it is not known or not finite: `Measured`. */
export const measured = z.number().nullable();

/** The same for what the engine reckons with. */
export const measuredOrNaN = measured.transform((value) => value ?? NaN);
