/** Share of the outputs that are one of their references, symbol by symbol. */
export class ExactMatch {
  private hits = 0;
  private all = 0;

  add(output: readonly string[], references: readonly (readonly string[])[]): void {
    this.all += 1;
    const isHit = references.some(
      (reference) => reference.length === output.length && reference.every((symbol, at) => symbol === output[at]),
    );
    if (isHit) this.hits += 1;
  }

  score(): number {
    return this.hits / this.all;
  }
}
