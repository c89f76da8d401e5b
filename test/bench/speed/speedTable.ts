import type { Measured } from './measureWork.ts';
import { markdownTable } from './markdownTable.ts';

/** The best step of each side in milliseconds; of ours for every number of threads, of PyTorch for every version. */
export const speedTable = (measured: readonly Measured[]): string => {
  const versions = [...new Set(measured.flatMap(({ torches }) => torches.map(({ version }) => version)))].sort();
  const header = [
    'training step, ms',
    'native (threads)',
    'share of peak',
    'WASM (threads)',
    'share of peak',
    ...versions.map((version) => `PyTorch ${version} (threads)`),
    'tfjs (backend)',
  ];
  const rows = measured.map(({ work, ours, torches, tfjs }) => [
    work.name,
    ...(['native', 'wasm'] as const).flatMap((kind) => {
      const timings = ours.filter(({ backend }) => backend === kind);
      return [
        timings.map(({ best, threads }) => `${showTime(best)} (${threads})`).join(', '),
        timings.map(({ shareOfPeak }) => `${Math.round(100 * shareOfPeak)} %`).join(', '),
      ];
    }),
    ...versions.map((version) => {
      const torch = torches.find((timing) => timing.version === version);
      return torch ? `${showTime(torch.best)} (${torch.threads})` : '';
    }),
    tfjs ? `${showTime(tfjs.best)} (${tfjs.backend})` : '',
  ]);
  return markdownTable(header, rows);
};

/** Milliseconds, or anything else, to three digits. */
export const showTime = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
