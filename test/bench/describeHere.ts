import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** When and where a figure was taken: the first lines of a page of results. */
export const describeHere = (command: string): string => {
  const today = new Date().toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  const memory = Math.round(totalmem() / 2 ** 30);
  return `\`npm run bench -- ${command}\`, ${today}.
${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, ${memory} GB; ${type()} ${release()}; Node ${process.version}.`;
};
