import { t } from '../strings.ts';
import type { TaskView } from '../tasks/taskView.ts';

interface TabsProps {
  readonly tabs: readonly Pick<TaskView, 'name' | 'label'>[];
  /** By name. */
  readonly selected: string;
  readonly onSelect: (name: string) => void;
}

/** A tab list as the ARIA pattern has it: one tab stop, arrow keys move and select. */
export const Tabs = ({ tabs, selected, onSelect }: TabsProps) => {
  const names = tabs.map(({ name }) => name);
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
      {tabs.map(({ name, label }) => (
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
          {label()}
        </button>
      ))}
    </div>
  );
};
