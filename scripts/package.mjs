/** `npm run package`: makes rnn-studio.vsix. */
import { onPinnedNode } from './install.mjs';
import { packageExtension } from './packageExtension.mjs';

await onPinnedNode();
await packageExtension();
