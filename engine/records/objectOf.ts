import * as z from 'zod';

/** An object with every field of `T`: one that is added there and forgotten here does not compile. */
export const objectOf =
  <T>() =>
  <S extends { readonly [K in keyof T]-?: z.ZodType<T[K]> }>(shape: S) =>
    z.object(shape);
