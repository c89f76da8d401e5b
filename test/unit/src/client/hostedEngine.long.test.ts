import { describe, expect, test } from 'vitest';
import { posixOnly } from '../../../skipUnless.ts';
import { engineMain } from '../../engine/engineMain.ts';
import { ScriptProcess, importable } from '../../engine/scriptProcess.ts';

/** A stand-in for the extension host with an engine of its own, told what to do by lines on its input. */
class Host extends ScriptProcess {
  constructor() {
    super(`
      import { createInterface } from 'node:readline';
      import { HostedEngine } from ${importable('src/client/hostedEngine.ts')};
      import { initialize } from ${importable('engine/protocol.ts')};
      const say = (text) => console.log(text);
      const log = { info: say, error: say, warn: say, debug: say };
      const engine = new HostedEngine(${JSON.stringify(engineMain)}, log);
      engine.connection.listen();
      engine.ended.then((reason) => say('ended by ' + reason));
      const ask = () => engine.connection.sendRequest(initialize).then(({ version }) => say('answered ' + version));
      await ask();
      createInterface({ input: process.stdin }).on('line', (line) => {
        if (line === 'ask') void ask();
        if (line === 'end') void engine.end().then(() => process.exit());
        say('told to ' + line);
      });`);
  }

  /** The engine's process, once it answers. */
  async engine(): Promise<number> {
    await this.sees(/answered /);
    return Number(await this.sees(/Engine started as process (\d+)/));
  }

  async tell(what: 'ask' | 'end' | 'go on'): Promise<void> {
    this.child.stdin.write(`${what}\n`);
    await this.sees(new RegExp(`told to ${what}`));
  }
}

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

describe('an engine that was frozen', posixOnly, () => {
  test('answers what it was asked meanwhile, however long that was', async () => {
    const host = new Host();
    const engine = await host.engine();
    process.kill(engine, 'SIGSTOP');
    await host.tell('ask');
    await host.tell('ask');
    process.kill(engine, 'SIGCONT');
    await host.sees(/told to ask[^]*answered [^]*answered /);
    await host.tell('end');
    expect(await host.ended()).toContain('ended by exit code 0');
  });

  test('along with its host for longer than the grace of 4 s ends by itself when both go on', async () => {
    const host = new Host();
    const engine = await host.engine();
    process.kill(engine, 'SIGSTOP');
    await host.tell('end');
    await host.freeze(5000);
    // The machine wakes its processes in any order: the host has done all that was due before the engine can do a thing.
    await host.tell('go on');
    process.kill(engine, 'SIGCONT');
    expect(await host.ended()).toContain('ended by exit code 0');
  });

  test('alone is killed after the grace when its host wants to end', async () => {
    const host = new Host();
    const engine = await host.engine();
    process.kill(engine, 'SIGSTOP');
    await host.tell('end');
    expect(await host.ended()).toContain('ended by signal SIGKILL');
    expect(isGone(engine)).toBe(true);
  });
});
