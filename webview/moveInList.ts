/**
 * Has arrow up and down go from a field to the items of a list below it, and from item to item; above the first is the
 * field. The selectors find them.
 */
export const moveInList = (
  event: KeyboardEvent & { readonly currentTarget: Element },
  field: string,
  items: string,
): void => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || !(event.target instanceof Element)) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(items)];
  const from = event.target.closest<HTMLElement>(items);
  const isField = event.target.closest(field) !== null;
  if (!from && !isField) return;
  const to = (from ? all.indexOf(from) : -1) + step;
  const next = to === -1 ? event.currentTarget.querySelector<HTMLElement>(field) : all[to];
  if (!next) return;
  event.preventDefault();
  next.focus();
};
