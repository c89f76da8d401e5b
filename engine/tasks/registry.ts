import { classification } from './classification/classification.ts';
import { forecast } from './forecast/forecast.ts';
import { labeling } from './labeling/labeling.ts';
import { languageModel } from './languageModel/languageModel.ts';
import { regression } from './regression/regression.ts';
import { textClassification } from './textClassification/textClassification.ts';
import { translation } from './translation/translation.ts';
import type { Task } from './task.ts';

/** Every task there is: the only list of them. */
export const tasks: readonly Task[] = [
  forecast,
  languageModel,
  classification,
  textClassification,
  translation,
  labeling,
  regression,
];
