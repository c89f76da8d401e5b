import { useState } from 'preact/hooks';
import type { ColumnSummary } from '../../engine/protocol.ts';
import { t } from '../strings.ts';
import { Button, Checkbox, TextField } from '../toolkit.tsx';
import type { FormModel } from './formModel.ts';

interface ColumnsFieldProps {
  readonly path: string;
  readonly label: string;
  readonly columns: readonly ColumnSummary[];
  readonly model: FormModel;
  /** Whether none may be chosen. */
  readonly mayBeEmpty?: boolean;
}

/** More columns than this are searched, not scrolled through. */
const filterFrom = 12;
const mostShown = 100;

/** Columns to tick; at least one has to be, unless none may be chosen. */
export const ColumnsField = ({ path, label, columns, model, mayBeEmpty = false }: ColumnsFieldProps) => {
  const [filter, setFilter] = useState('');
  const value = model.value(path);
  const selected = new Set(Array.isArray(value) ? (value as readonly unknown[]) : []);
  const problem = model.problem(path);
  const matching = columns.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));

  if (mayBeEmpty && columns.length === 0 && problem === undefined) return null;

  const select = (names: ReadonlySet<unknown>): void => {
    const kept = columns.map(({ name }) => name).filter((name) => names.has(name));
    model.edit(path, {
      value: kept,
      ...(kept.length === 0 && !mayBeEmpty ? { problem: t('Choose at least one column') } : {}),
    });
  };
  const toggle = (name: string, isChecked: boolean): void => {
    const next = new Set(selected);
    if (isChecked) next.add(name);
    else next.delete(name);
    select(next);
  };

  return (
    <fieldset class="row" aria-label={problem === undefined ? label : `${label}: ${problem}`}>
      <span class="row-label" aria-hidden="true">
        {label}
        {columns.length > 3 && (
          <span class="row-actions">
            <Button
              appearance="icon"
              label={t('{0}: all', label)}
              onClick={() => select(new Set(columns.map(({ name }) => name)))}
            >
              <span class="codicon codicon-check-all" />
            </Button>
            <Button appearance="icon" label={t('{0}: none', label)} onClick={() => select(new Set())}>
              <span class="codicon codicon-clear-all" />
            </Button>
          </span>
        )}
      </span>
      {columns.length > filterFrom && (
        <>
          <TextField
            label={t('{0}: filter', label)}
            placeholder={t('Filter {0} columns', columns.length)}
            value={filter}
            onInput={setFilter}
          />
          <p class="muted">{t('{0} of {1} chosen', selected.size, columns.length)}</p>
        </>
      )}
      <div class="columns">
        {matching.slice(0, mostShown).map(({ name, type }) => (
          <Checkbox
            key={name}
            isChecked={selected.has(name)}
            title={type}
            onChange={(isChecked) => toggle(name, isChecked)}
          >
            {name}
          </Checkbox>
        ))}
      </div>
      {matching.length > mostShown && (
        <p class="muted">{t('{0} more: type to find them', matching.length - mostShown)}</p>
      )}
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
};
