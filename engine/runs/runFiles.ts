/** What a run's folder holds besides locks, by what is in it. Whatever else stands there is not ours to sweep. */
export const runFiles = {
  record: 'run.json',
  metrics: 'metrics.jsonl',
  samples: 'samples.jsonl',
  gradients: 'gradients.jsonl',
  forecastPlot: 'forecast.json',
  results: 'results.json',
  best: 'best.safetensors',
  last: 'last.safetensors',
  measured: 'measured.safetensors',
  refit: 'refit.safetensors',
  ensemble: 'ensemble.safetensors',
} as const;

export type RunFile = (typeof runFiles)[keyof typeof runFiles];
