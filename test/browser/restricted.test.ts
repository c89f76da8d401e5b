import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Workbench } from './workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await Workbench.open(['airline-passengers.csv'], false);
});
beforeEach(({ task, onTestFailed }) => onTestFailed(() => workbench.screenshot(`failed-${task.id}`)));
afterAll(() => workbench.close());

test('in a folder that is not trusted the sidebar says what waits for trust, and that no engine runs', async () => {
  await workbench.page.locator('.activitybar a[aria-label="RNN Studio"]').click();
  await workbench.page.getByText('waits until you trust it').waitFor();
  const form = await workbench.webview('.form section[aria-label="Train"]');
  await form.getByText('starts no engine in Restricted Mode').waitFor();
  await workbench.picture('restricted');
});

test('there is no lens and no command that trains', async () => {
  await workbench.openFile('airline-passengers.csv');
  await workbench.page.keyboard.press('F1');
  await workbench.page.locator('.quick-input-widget input[type="text"]').fill('>RNN: ');
  const rows = workbench.page.locator('.quick-input-list .monaco-list-row');
  await rows.getByText('Show Log').first().waitFor();
  expect(await rows.getByText(/Train RNN on file|Find learning rate|Backtest Forecast|Restart Engine/).count()).toBe(0);
  await workbench.page.keyboard.press('Escape');
  expect(await workbench.page.locator('.codelens-decoration').count()).toBe(0);
});
