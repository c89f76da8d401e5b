import { explainView } from './explain/explainView.ts';
import { errorsView } from './forecast/errorsView.ts';
import { forecastView } from './forecast/forecastView.ts';
import { ribbonsView } from './labeling/ribbonsView.ts';
import { resultsView } from './labels/resultsView.ts';
import { tryItView } from './labels/tryItView.ts';
import { samplesView } from './languageModel/samplesView.ts';
import { scatterView } from './regression/scatterView.ts';
import { translationsView } from './translation/translationsView.ts';
import type { TaskView } from './taskView.ts';

/** Every view that a task has of its own: the only list of them. */
export const taskViews: readonly TaskView[] = [
  forecastView,
  errorsView,
  ribbonsView,
  resultsView,
  tryItView,
  samplesView,
  scatterView,
  translationsView,
  explainView,
];
