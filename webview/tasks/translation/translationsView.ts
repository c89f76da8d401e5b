import { t } from '../../strings.ts';
import type { TaskView } from '../taskView.ts';
import { Translations } from './translations.tsx';

/** What lines of the validation split become, epoch by epoch. */
export const translationsView: TaskView = {
  name: 'translations',
  label: () => t('Translations'),
  Content: Translations,
};
