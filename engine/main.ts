import { StreamMessageReader, StreamMessageWriter, createMessageConnection } from 'vscode-jsonrpc/node';
import { serve } from './server.ts';

// Standard output belongs to the protocol; whatever else is said goes to standard error.
console.log = console.error;

const connection = createMessageConnection(
  new StreamMessageReader(process.stdin),
  new StreamMessageWriter(process.stdout),
);
await serve(connection);
process.exit(0);
