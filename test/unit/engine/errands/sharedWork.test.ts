import { CancellationTokenSource } from 'vscode-jsonrpc';
import { expect, test, vi } from 'vitest';
import { type Errand, onErrand, takeBreath } from '../../../../engine/errands/errand.ts';
import { SharedWork } from '../../../../engine/errands/sharedWork.ts';
import { Cancelled } from '../../../../engine/unlessCancelled.ts';

/** Counts until it is told to end, and tells how far it is. */
const counting = () => {
  const state = { count: 0, isOver: false };
  const work = new SharedWork(async () => {
    while (!state.isOver) {
      state.count++;
      await takeBreath({ doing: 'counting', share: 0.5 });
    }
    return 'counted';
  });
  return { state, work };
};

/** Somebody who waits. */
const asker = () => {
  const source = new CancellationTokenSource();
  const told: string[] = [];
  const errand: Errand = {
    cancel: source.token,
    tell: ({ doing, share }) => void told.push(`${doing} ${share}`),
  };
  return { source, told, errand };
};

test('work that two wait for goes on when one is cancelled, and both hear how far it is', async () => {
  const { state, work } = counting();
  const [one, other] = [asker(), asker()];
  const [first, second] = [one, other].map(({ errand }) => onErrand(errand, () => work.wait()));
  await vi.waitFor(() => expect(state.count).toBeGreaterThan(3));
  expect([one.told[0], other.told[0]]).toEqual(['counting 0.5', 'counting 0.5']);
  one.source.cancel();
  await expect(first).rejects.toBeInstanceOf(Cancelled);
  state.isOver = true;
  expect(await second).toBe('counted');
  expect(work.isGivenUp).toBe(false);
});

test('work that nobody waits for any more is given up, unless somebody asks for it within a second', async () => {
  const { state, work } = counting();
  const [one, other] = [asker(), asker()];
  const first = onErrand(one.errand, () => work.wait());
  one.source.cancel();
  await expect(first).rejects.toBeInstanceOf(Cancelled);
  expect(work.isGivenUp).toBe(false);
  const second = onErrand(other.errand, () => work.wait());
  other.source.cancel();
  await expect(second).rejects.toBeInstanceOf(Cancelled);
  await vi.waitFor(() => expect(work.isGivenUp).toBe(true), 5000);
  await expect(work.result).rejects.toBeInstanceOf(Cancelled);
  const { count } = state;
  await takeBreath();
  expect(state.count).toBe(count);
});

test('what is on no errand is told nothing and waits to the end', async () => {
  const { state, work } = counting();
  const waiting = work.wait();
  await vi.waitFor(() => expect(state.count).toBeGreaterThan(3));
  state.isOver = true;
  expect(await waiting).toBe('counted');
});
