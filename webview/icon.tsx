/** A codicon. It is decoration: what it says stands beside it in words, or in the control's label. */
export const Icon = ({ name, isSpinning = false }: { readonly name: string; readonly isSpinning?: boolean }) => (
  <span class={`codicon codicon-${name}${isSpinning ? ' codicon-modifier-spin' : ''}`} aria-hidden="true" />
);
