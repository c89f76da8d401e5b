import { readFile } from 'node:fs/promises';
import { format } from 'oxfmt';

const settings = new URL('../.oxfmtrc.json', import.meta.url);

/**
 * A text as `npm run format` leaves it. Throws where it has a fault.
 * @param {string} fileName whose ending says what it is
 * @param {string} text
 * @returns {Promise<string>}
 */
export const formatText = async (fileName, text) => {
  const options = /** @type {import('oxfmt').FormatConfig} */ (JSON.parse(await readFile(settings, 'utf8')));
  const { code, errors } = await format(fileName, text, options);
  if (errors.length > 0) throw new Error(`${fileName}: ${errors.map(({ message }) => message).join('; ')}`);
  return code;
};
