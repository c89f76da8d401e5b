/** Has an arrow key, Home or End go to another of the elements of a group that `selector` finds; they are one tab stop. */
export const moveFocus = (event: KeyboardEvent & { readonly currentTarget: Element }, selector: string): void => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const from = event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
  const at = from ? all.indexOf(from) : -1;
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
  const next = at < 0 || to === undefined ? undefined : all[to];
  if (!next) return;
  event.preventDefault();
  next.focus();
};
