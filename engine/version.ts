declare const RNN_STUDIO_VERSION: string | undefined;

/** Of the package; from source, without a bundle, `development`. */
export const version = typeof RNN_STUDIO_VERSION === 'string' ? RNN_STUDIO_VERSION : 'development';
