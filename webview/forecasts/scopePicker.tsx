import { t } from '../strings.ts';
import { Dropdown } from '../toolkit.tsx';

interface ScopePickerProps {
  /** Of the series that is looked at. */
  readonly name: string;
  readonly isOne: boolean;
  readonly onPick: (isOne: boolean) => void;
}

/** Chooses whose errors are shown: those of all series, or of the one that is looked at. */
export const ScopePicker = ({ name, isOne, onPick }: ScopePickerProps) => (
  <div class="scope">
    <span>{t('Errors of')}</span>
    <Dropdown
      label={t('Errors of')}
      value={isOne ? 'one' : 'all'}
      choices={[
        { value: 'all', label: t('all series') },
        { value: 'one', label: name },
      ]}
      onChange={(value) => onPick(value === 'one')}
    />
  </div>
);
