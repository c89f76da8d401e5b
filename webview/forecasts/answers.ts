/** What is asked of the host once and kept, by what names it. */
export class Answers<T> {
  private readonly known = new Map<string, T | 'asked'>();

  /** Undefined until it has arrived. */
  get(key: string): T | undefined {
    const known = this.known.get(key);
    return known === 'asked' ? undefined : known;
  }

  /** Calls `post` where nobody has asked yet. */
  ask(key: string, post: () => void): void {
    if (this.known.has(key)) return;
    this.known.set(key, 'asked');
    post();
  }

  put(key: string, answer: T): void {
    this.known.set(key, answer);
  }

  clear(): void {
    this.known.clear();
  }
}
