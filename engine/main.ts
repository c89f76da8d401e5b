import { Console } from 'node:console';
import { StreamMessageReader, StreamMessageWriter, createMessageConnection } from 'vscode-jsonrpc/node';
import { serve } from './server.ts';

// Standard output belongs to the protocol; whatever else is said goes to standard error.
globalThis.console = new Console(process.stderr);

// Ctrl-C in a terminal reaches every process; the client decides what it means, and closing the input ends us.
process.on('SIGINT', () => undefined);

const connection = createMessageConnection(
  new StreamMessageReader(process.stdin),
  new StreamMessageWriter(process.stdout),
);
await serve(connection);
process.exit(0);
