import { afterEach, expect, test, vi } from 'vitest';
import { EngineDied, EngineProcess } from '../../../../engine/cli/engineProcess.ts';
import * as protocol from '../../../../engine/protocol.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('an engine whose output is no protocol any more is ended: every request rejects with what it said', async () => {
  // The real engine, beside which something else writes to its output once it is asked to read a config.
  const spoil = `process.stdin.on('data', (bytes) => bytes.includes('"readConfig"') && process.stdout.write('loading…\\n'))`;
  vi.stubEnv('NODE_OPTIONS', `--import=data:text/javascript,${encodeURIComponent(spoil)}`);
  const engine = new EngineProcess({ isVerbose: false });
  vi.unstubAllEnvs();
  expect(await engine.connection.sendRequest(protocol.initialize)).toHaveProperty('kernels');
  const requests = ['a', 'b'].map((file) => engine.request(protocol.readConfig, { file }));
  const [first, second] = await Promise.allSettled(requests);
  for (const settled of [first, second]) {
    if (settled?.status !== 'rejected') throw new Error('a request was answered');
    const reason: unknown = settled.reason;
    expect(reason).toBeInstanceOf(EngineDied);
    expect(String(reason)).toMatch(/what it said was no message: "loading.* is not the header of a message/);
  }
  await engine.close();
});

test('an engine that gets garbage ends by itself, and says what it got', async () => {
  const engine = new EngineProcess({ isVerbose: false });
  const writer = engine as unknown as { readonly child: { readonly stdin: NodeJS.WritableStream } };
  writer.child.stdin.write('hello\n');
  await expect(engine.died).rejects.toThrow(/exit code 1: what comes is no message, so the engine ends: "hello\\n"/);
});
