import { t } from '../strings.ts';
import type { TabName } from './viewState.ts';

interface TabsProps {
  readonly names: readonly TabName[];
  readonly selected: TabName;
  readonly onSelect: (name: TabName) => void;
}

/** A tab list as the ARIA pattern has it: one tab stop, arrow keys move and select. */
export const Tabs = ({ names, selected, onSelect }: TabsProps) => {
  const labels: Record<TabName, string> = {
    curves: t('Curves'),
    forecast: t('Forecast'),
    samples: t('Samples'),
    gradients: t('Gradients'),
    data: t('Data'),
    config: t('Config'),
  };
  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void => {
    const at = names.indexOf(selected);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 }[event.key];
    const next = to === undefined ? undefined : names.at(to % names.length);
    if (next === undefined) return;
    event.preventDefault();
    onSelect(next);
    event.currentTarget.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={t('Run')} onKeyDown={onKeyDown}>
      {names.map((name) => (
        <button
          key={name}
          id={`tab-${name}`}
          type="button"
          role="tab"
          aria-selected={name === selected}
          aria-controls="tab-panel"
          tabIndex={name === selected ? 0 : -1}
          onClick={() => onSelect(name)}
        >
          {labels[name]}
        </button>
      ))}
    </div>
  );
};
