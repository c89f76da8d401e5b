/** Finds a browser of Chromium's kind for the tests, or installs one. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findCommand, isExecutable, run } from './processes.mjs';

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'msedge'];

/** @type {Partial<Record<string, string[]>>} */
const usualPlaces = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((folder) => [
    join(process.env[folder] ?? 'C:\\', 'Google\\Chrome\\Application\\chrome.exe'),
    join(process.env[folder] ?? 'C:\\', 'Microsoft\\Edge\\Application\\msedge.exe'),
  ]),
};

const foundVariable = 'RNN_STUDIO_CHROMIUM';

/** Enough to open a page without a screen, a GPU or the network. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * For a page and each of its frames, as an init script: without a graphics card a spinner is drawn by the processor,
 * sixty times a second, which takes up to half of all that the tests of a window take.
 */
export const keepStill = () => {
  const still = new CSSStyleSheet();
  still.replaceSync('*, *::before, *::after { animation: none !important; transition: none !important; }');
  document.adoptedStyleSheets.push(still);
};

/** @returns {Promise<string | undefined>} the program that runs on this machine */
const find = async () => {
  const { chromium } = await import('playwright-core');
  const candidates = [
    process.env['CHROME_PATH'],
    ...(await Promise.all(commands.map(findCommand))),
    ...(usualPlaces[process.platform] ?? []),
    chromium.executablePath(),
  ];
  for (const file of candidates) if (file && (await isExecutable(file)) && (await starts(file))) return file;
  return undefined;
};

/**
 * A browser may be there without the system's libraries it needs.
 * @param {string} file
 */
const starts = async (file) => {
  const args = ['--headless', ...chromiumArguments, '--dump-dom', 'about:blank'];
  return (await run(file, args, { stdio: 'ignore' })) === 0;
};

/** Playwright's own download first; as root on Debian the distribution's package, which brings its libraries. */
const installers = [
  async () => {
    const cli = fileURLToPath(new URL('cli.js', import.meta.resolve('playwright-core/package.json')));
    await run(process.execPath, [cli, 'install', 'chromium']);
  },
  async () => {
    if (process.getuid?.() !== 0 || !(await findCommand('apt-get'))) return;
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-q'], { env });
    await run('apt-get', ['install', '-y', '-q', 'chromium'], { env });
  },
];

/**
 * @returns {Promise<string>} path of a browser that starts, which processes begun by this one need not look for again
 */
export const ensureChromium = async () => (process.env[foundVariable] ??= await findOrInstall());

const findOrInstall = async () => {
  const found = await find();
  if (found) return found;
  console.log('No Chromium, Chrome or Edge found; installing one …');
  for (const installBrowser of installers) {
    await installBrowser();
    const file = await find();
    if (file) return file;
  }
  throw new Error('The tests need Chromium, Chrome or Edge: install one, or name its program in CHROME_PATH.');
};
