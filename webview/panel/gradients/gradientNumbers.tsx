import type { ComponentChildren } from 'preact';
import type { GradientsEvent, Measured } from '../../../engine/protocol.ts';
import { formatNumber } from '../../formatNumber.ts';
import { t } from '../../strings.ts';
import { gateName, layerName } from './layerName.ts';
import { updateRatio } from './layerNorms.ts';

/** The newest numbers: norms of every tensor, and of every layer how many of its values are stuck. */
export const GradientNumbers = ({ event }: { readonly event: GradientsEvent }) => {
  const { layers, tensors, clippedUpdates, clippedValues } = event;
  const gates = [...new Set(layers.flatMap(({ saturated }) => Object.keys(saturated)))];
  const hasDead = layers.some(({ dead }) => dead !== undefined);
  return (
    <>
      <h2>{t('Parameters')}</h2>
      <p class="muted">
        {t(
          'Norms at this step. Clipped: {0} of the updates by their norm, {1} of the values by their size.',
          share(clippedUpdates),
          share(clippedValues),
        )}
      </p>
      <Table
        class="tensor-table"
        columns={[t('Tensor'), t('Weight'), t('Gradient'), t('Update'), t('Update / weight')]}
        rows={tensors.map((tensor) => [
          <code key={tensor.name}>{tensor.name}</code>,
          ...[tensor.weight, tensor.gradient, tensor.update, updateRatio(tensor)].map((norm) => formatNumber(norm, 3)),
        ])}
      />
      {(gates.length > 0 || hasDead) && (
        <>
          <h2>{t('Stuck units')}</h2>
          <p class="muted">
            {hasDead
              ? t('Dead units were 0 at every step of every sequence: no gradient passes through them.')
              : t(
                  'The share of values near an end of their range, where little gradient passes. A forget gate near 1 is fine: it remembers.',
                )}
          </p>
          <Table
            class="layer-table"
            columns={[t('Layer'), ...gates.map(gateName), ...(hasDead ? [t('dead units')] : [])]}
            rows={layers.map(({ name, saturated, dead }) => [
              layerName(name),
              ...gates.map((gate) => share(saturated[gate])),
              ...(hasDead ? [share(dead)] : []),
            ])}
          />
        </>
      )}
    </>
  );
};

interface TableProps {
  readonly class: string;
  readonly columns: readonly string[];
  /** The first cell names its row. */
  readonly rows: readonly (readonly ComponentChildren[])[];
}

const Table = ({ class: name, columns, rows }: TableProps) => (
  <div class="scroll">
    <table class={name}>
      <thead>
        <tr>
          {columns.map((column, index) => (
            <th key={column} scope="col" class={index > 0 ? 'number' : ''}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([head, ...cells], row) => (
          <tr key={row}>
            <th scope="row">{head}</th>
            {cells.map((cell, index) => (
              <td key={index} class="number">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const share = (value: Measured | undefined): string =>
  value === undefined || value === null ? formatNumber(value) : `${formatNumber(value * 100, 3)} %`;
