/** Ids are 16 bits wide; one is for all that is unknown, one for no token at all. */
export const mostTokens = 65_533;

/** Counts tokens, and chooses those that a network knows. */
export class TokenCounts {
  private readonly counts = new Map<string, number>();

  add(tokens: readonly string[]): void {
    for (const token of tokens) this.counts.set(token, (this.counts.get(token) ?? 0) + 1);
  }

  entries(): IterableIterator<[token: string, times: number]> {
    return this.counts.entries();
  }

  get distinct(): number {
    return this.counts.size;
  }

  /**
   * Those that stand there `minCount` times or oftener, the most frequent first, equally frequent ones by their code
   * units; at most `mostTokens`.
   */
  frequent(minCount: number): string[] {
    const kept = [...this.counts].filter(([, count]) => count >= minCount);
    kept.sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
    return kept.slice(0, mostTokens).map(([token]) => token);
  }
}
