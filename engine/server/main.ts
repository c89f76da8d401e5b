import { Console } from 'node:console';
import { openDoor } from './door.ts';
import { serve } from './server.ts';

// Standard output belongs to the protocol; whatever else is said goes to standard error.
globalThis.console = new Console(process.stderr);

// Ctrl-C in a terminal reaches every process; the client decides what it means, and closing the input ends us.
process.on('SIGINT', () => undefined);

let exitCode = 0;
const connection = openDoor(process.stdin, process.stdout, (error) => {
  exitCode = 1;
  // The client tells people the last error of the log.
  process.stderr.write(`ProtocolError: what comes is no message, so the engine ends: ${error.message}\n`);
});
await serve(connection);
process.exit(exitCode);
