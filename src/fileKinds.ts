// Names of files that menus and languages of package.json repeat.

/** Extensions of tables. */
export const tableExtensions = ['csv', 'tsv', 'tab'] as const;

/** Of tables with an object a line: there are no cells to look into or to write to. */
export const objectExtensions = ['jsonl', 'ndjson'] as const;

/** Of arrays of sequences, images and clips: no texts, and so in no editor. */
export const arrayExtensions = ['npy', 'npz'] as const;
/** Of tables with a token a line, which have no cells to write to either. */
export const tokenExtensions = ['conll', 'conllu'] as const;

/** Extensions of texts whose editors get a button. */
export const textExtensions = ['txt'] as const;

/** Of texts of a language or a side, which are read together with the other ones of their name. */
export const languageExtensions = ['de', 'en', 'es', 'fr', 'src', 'tgt'] as const;

/** Of texts that are rather read than trained on. */
const proseExtensions = ['md'] as const;

/** Extensions of the files offered for training; any other text file can be named by its URI. */
export const dataExtensions: readonly string[] = [
  ...tableExtensions,
  ...objectExtensions,
  ...arrayExtensions,
  ...tokenExtensions,
  ...textExtensions,
  ...proseExtensions,
  ...languageExtensions,
];

/** How names of files of sequences and images end whose extension, if they have one, is that of other files. */
export const sequenceSuffixes = ['_TRAIN.ts', '_TEST.ts', 'idx3-ubyte', 'idx3-ubyte.gz'] as const;

/** How the names of the files end that are offered for training. */
export const dataSuffixes: readonly string[] = [
  ...dataExtensions.map((extension) => `.${extension}`),
  ...sequenceSuffixes,
];

/** Weights of other programs and of models to begin with. */
export const weightExtensions = ['safetensors', 'h5'] as const;

/** How a run config file is called. */
export const configSuffix = '.rnn.json';
