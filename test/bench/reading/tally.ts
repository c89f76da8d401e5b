import type { Question, Verdict } from './judgeReading.ts';

/** How often something was right. */
interface Share {
  right: number;
  all: number;
}

/** Where two readings are not both right: how often either alone is, and how often neither. */
export interface Duel {
  readonly all: number;
  readonly both: number;
  readonly ours: number;
  readonly theirs: number;
  readonly neither: number;
}

/** A reason for which somebody is wrong, how often, and one case. */
export interface Reason {
  readonly trait: string;
  readonly count: number;
  readonly example: string;
}

/** Adds up the verdicts on one reader's readings, beside ours of the same files. */
export class Tally {
  private readonly shares = new Map<Question, Share>();
  private readonly duels = new Map<Question, { -readonly [key in keyof Duel]: number }>();
  private readonly byTrait = new Map<string, Share>();
  private readonly wrong: { readonly verdict: Verdict; readonly name: string }[] = [];

  /** @param name of the file */
  add(name: string, theirs: readonly Verdict[], ours: readonly Verdict[]): void {
    for (const verdict of theirs) {
      const { question, column, isRight, traits } = verdict;
      const right = isRight.filter(Boolean).length;
      addTo(this.shares, question, right, isRight.length);
      // A file or column counts once among the reasons, however many cells it has.
      for (const trait of traits) addTo(this.byTrait, keyOf(question, trait), Number(right === isRight.length), 1);
      if (right < isRight.length) this.wrong.push({ verdict, name });
      const own = ours.find((other) => other.question === question && other.column === column);
      if (own) this.compare(question, own.isRight, isRight);
    }
  }

  share(question: Question): Readonly<Share> | undefined {
    return this.shares.get(question);
  }

  duel(question: Question): Duel | undefined {
    return this.duels.get(question);
  }

  /** What each wrong reading is put down to: of what there is in its file, that with which most readings are wrong. */
  reasons(question: Question): Reason[] {
    const reasons = new Map<string, { count: number; example: string }>();
    for (const { verdict, name } of this.wrong) {
      if (verdict.question !== question) continue;
      const [trait = ''] = [...verdict.traits].sort(
        (a, b) => this.wrongness(question, b) - this.wrongness(question, a),
      );
      const count = verdict.isRight.filter((isRight) => !isRight).length;
      const reason = reasons.get(trait);
      if (reason) reason.count += count;
      else reasons.set(trait, { count, example: `${name}: ${verdict.example}` });
    }
    return [...reasons].map(([trait, reason]) => ({ trait, ...reason })).sort((a, b) => b.count - a.count);
  }

  private wrongness(question: Question, trait: string): number {
    const { right, all } = this.byTrait.get(keyOf(question, trait)) ?? { right: 0, all: 0 };
    // As if there had been one more of each: what is rare is no reason because of one.
    return (all - right + 1) / (all + 2);
  }

  private compare(question: Question, ours: readonly boolean[], theirs: readonly boolean[]): void {
    const duel = this.duels.get(question) ?? { all: 0, both: 0, ours: 0, theirs: 0, neither: 0 };
    this.duels.set(question, duel);
    for (const [at, isOurs] of ours.entries()) {
      duel.all++;
      duel[isOurs ? (theirs[at] ? 'both' : 'ours') : theirs[at] ? 'theirs' : 'neither']++;
    }
  }
}

const keyOf = (question: Question, trait: string): string => `${question}\n${trait}`;

const addTo = <Key>(shares: Map<Key, Share>, key: Key, right: number, all: number): void => {
  const share = shares.get(key) ?? { right: 0, all: 0 };
  share.right += right;
  share.all += all;
  shares.set(key, share);
};

export const percent = ({ right, all }: Readonly<Share>): string => {
  const share = (100 * right) / all;
  return `${share.toFixed(right === all ? 0 : share > 99.9 ? 3 : share > 98.9 ? 2 : 1)} %`;
};

/** What the product aims at, in per cent. */
export const aims: Readonly<Partial<Record<Question, number>>> = { cells: 99.9, delimiter: 99, header: 99, types: 98 };
