import type { ClassReport } from '../../../engine/protocol.ts';
import type { ClassOrder } from '../../panel/viewState.ts';

type ClassRates = ClassReport['classes'][number];

/** In the order asked for; classes without the number come last either way, and equal ones as the report has them. */
export const sortClasses = (
  classes: readonly ClassRates[],
  { by, isDescending }: ClassOrder,
): readonly ClassRates[] => {
  const direction = isDescending ? -1 : 1;
  return [...classes].sort((a, b) => {
    if (by === 'label') return direction * a.label.localeCompare(b.label, undefined, { numeric: true });
    const [left, right] = [a[by], b[by]];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return direction * (left - right);
  });
};

/** The order after a click on a column: the other way round, else names from a to z and numbers from the largest. */
export const orderAfterClick = (order: ClassOrder, by: ClassOrder['by']): ClassOrder => ({
  by,
  isDescending: order.by === by ? !order.isDescending : by !== 'label',
});
