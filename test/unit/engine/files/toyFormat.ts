import { InputError } from '../../../../engine/errors.ts';
import { readDecodedChunks } from '../../../../engine/files/decoding/decodedChunks.ts';
import type { TableReader } from '../../../../engine/files/tableReader.ts';

/** Lines such as `load=1.5 wind=3`: a format as short as can be, to see that nothing else has to know of it. */
export const toyFormat: TableReader = {
  isDelimited: false,
  extensions: ['.pairs'],
  possibleExtensions: ['.txt'],
  recognise: (_, start) => start.startsWith('load='),
  resolve: (_, { missingValues = [] }) =>
    Promise.resolve({ hasCells: false, delimiter: ',', header: true, comment: '#', quotes: true, missingValues }),
  async read(file, _, table) {
    let text = '';
    for await (const piece of readDecodedChunks(file)) text += piece;
    const rows = text
      .trimEnd()
      .split('\n')
      .map((line, index) =>
        line.split(' ').map((pair) => {
          const [name = '', value] = pair.split('=');
          if (value === undefined)
            throw new InputError(`'${pair}' is no pair; write name=value`, { file, line: index + 1 });
          if (index === 0) table.addColumn(name);
          return value;
        }),
      );
    const lineOf = (index: number): number => index + 1;
    table.addRows({ rows, isRegular: true, lineOf }, (index) => ({ file, line: lineOf(index) }));
    return { comments: 0 };
  },
};
