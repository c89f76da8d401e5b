import { useMemo } from 'preact/hooks';
import type { ClassReport } from '../../../engine/protocol.ts';
import { formatCount } from '../../formatNumber.ts';
import { Icon } from '../../icon.tsx';
import type { ClassOrder } from '../../panel/viewState.ts';
import { t } from '../../strings.ts';
import { orderAfterClick, sortClasses } from './sortClasses.ts';

interface ClassTableProps {
  readonly classes: ClassReport['classes'];
  readonly order: ClassOrder;
  readonly onOrder: (order: ClassOrder) => void;
}

/** Precision, recall, F1 and support of every class, in the order of any of them. */
export const ClassTable = ({ classes, order, onOrder }: ClassTableProps) => {
  const rows = useMemo(() => sortClasses(classes, order), [classes, order.by, order.isDescending]);
  const columns: readonly { readonly by: ClassOrder['by']; readonly label: string; readonly title: string }[] = [
    { by: 'label', label: t('Class'), title: '' },
    { by: 'precision', label: t('Precision'), title: t('Of the answers with this class, the share that is right') },
    { by: 'recall', label: t('Recall'), title: t('Of the examples of this class, the share that is found') },
    { by: 'f1', label: t('F1'), title: t('Harmonic mean of precision and recall') },
    { by: 'support', label: t('Support'), title: t('Examples of this class') },
  ];
  return (
    <div class="scroll label-box" tabIndex={0} role="region" aria-label={t('Class by class')}>
      <table class="class-table">
        <thead>
          <tr>
            {columns.map(({ by, label, title }) => (
              <th key={by} scope="col" class={by === 'label' ? '' : 'number'} aria-sort={sortWord(order, by)}>
                <button type="button" title={title} onClick={() => onOrder(orderAfterClick(order, by))}>
                  {label}
                  <Icon name={order.by !== by ? 'blank' : order.isDescending ? 'arrow-down' : 'arrow-up'} />
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, precision, recall, f1, support }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {[precision, recall, f1].map((share, index) => (
                <td key={index} class="number">
                  {share === null ? '–' : `${(100 * share).toFixed(1)} %`}
                </td>
              ))}
              <td class="number">{formatCount(support)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const sortWord = (order: ClassOrder, by: ClassOrder['by']): 'ascending' | 'descending' | 'none' => {
  if (order.by !== by) return 'none';
  return order.isDescending ? 'descending' : 'ascending';
};
