import { type Place, formatPlace } from '../../engine/errors.ts';
import { EngineError, messageOf } from '../client/engineError.ts';

/** What went wrong with a file, for a page whose title names it: a button opens the line, so that the message need not. */
export const failureInFile = (
  error: unknown,
): { readonly state: 'failed'; readonly error: { readonly message: string; readonly place?: Place } } => {
  const place = error instanceof EngineError ? error.place : undefined;
  const said = messageOf(error);
  const message = place ? said.replace(`${formatPlace(place)}: `, '') : said;
  return { state: 'failed', error: { message, ...(place?.line !== undefined && { place }) } };
};
