import { expect, test } from 'vitest';
import { Disposable, DisposableValue } from '../../../src/disposable.ts';

class Owner extends Disposable {
  own(name: string, log: string[]): void {
    this.register({ dispose: () => log.push(name) });
  }
}

test('what is owned is let go of once, the newest first', () => {
  const log: string[] = [];
  const owner = new Owner();
  owner.own('first', log);
  owner.own('second', log);
  owner.dispose();
  owner.dispose();
  expect(log).toEqual(['second', 'first']);
});

test('what is registered too late is let go of at once', () => {
  const log: string[] = [];
  const owner = new Owner();
  owner.dispose();
  owner.own('late', log);
  expect(log).toEqual(['late']);
});

test('a new value takes the place of the old one', () => {
  const log: string[] = [];
  const value = new DisposableValue<{ dispose(): void }>();
  value.value = { dispose: () => log.push('old') };
  value.value = { dispose: () => log.push('new') };
  expect(log).toEqual(['old']);
  value.dispose();
  expect(log).toEqual(['old', 'new']);
  value.value = { dispose: () => log.push('late') };
  expect(log).toEqual(['old', 'new', 'late']);
});
