/** How texts are cut into what the network reads. */
export interface TextReading {
  readonly unit: 'words' | 'characters';
  readonly lowercase: boolean;
  /** What stands fewer times in the training texts is one unknown. */
  readonly minCount: number;
  /** Of each text the first so many are read. */
  readonly maxLength: number;
}

/** What a network knows of texts. */
export interface TextVocabulary extends Pick<TextReading, 'unit' | 'lowercase'> {
  /** The most frequent first; for ids see `tokenIds`. */
  readonly tokens: readonly string[];
}
