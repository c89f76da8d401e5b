import type { Place } from '../../../errors.ts';
import type { DissectedNumber } from './dissectNumber.ts';
import type { MarkSurvey } from './markSurvey.ts';
import { type NumberWriting, plainWriting } from './numberWriting.ts';

/** More different units than this are none. */
const mostUnits = 8;

interface Unit {
  readonly before: string;
  readonly after: string;
  count: number;
}

/** Learns how a column writes its numbers, from those that are more than digits and a point. */
export class WritingSurvey {
  /** Cells that are more than a plain number. */
  written = 0;
  /** Whole numbers in brackets. */
  numbered = 0;
  private readonly units = new Map<string, Unit>();
  private readonly signs = new Map<DissectedNumber['sign'], number>();
  private inside = 0;

  /** Takes a cell that the plain reading does not understand. */
  add(cell: DissectedNumber, marks: MarkSurvey, locate: () => Place): void {
    this.written++;
    marks.addCore(cell, locate);
    const { before, after, sign } = cell;
    const key = `${before.trim()}\n${after.trim()}`;
    const unit = this.units.get(key);
    if (unit) unit.count++;
    else if (this.units.size < mostUnits) this.units.set(key, { before, after, count: 1 });
    this.signs.set(sign, (this.signs.get(sign) ?? 0) + 1);
    if (sign === '()' && /^\d+$/.test(cell.core)) this.numbered++;
    if (cell.signInside) this.inside++;
  }

  /** Cells that have the unit that most have, or none where most have none. */
  get counted(): number {
    const unit = this.unit();
    const bare = this.units.get('\n')?.count ?? 0;
    return (unit?.count ?? 0) + (unit === this.units.get('\n') ? 0 : bare);
  }

  /** Unit and sign; marks and digits are told by others. */
  conclude(): Pick<NumberWriting, 'before' | 'after' | 'minus' | 'signInside'> {
    const special = (['()', '\u2212', 'after'] as const).reduce<NumberWriting['minus']>(
      (best, sign) => ((this.signs.get(sign) ?? 0) > (best === '-' ? 0 : (this.signs.get(best) ?? 0)) ? sign : best),
      '-',
    );
    const { before, after } = this.unit() ?? plainWriting;
    return { before, after, minus: special, ...(this.inside > 0 && { signInside: true }) };
  }

  /** The commonest, that of bare numbers only where there is no other. */
  private unit(): Unit | undefined {
    const units = [...this.units].filter(([key]) => key !== '\n').map(([, unit]) => unit);
    const [first] = units.sort((a, b) => b.count - a.count);
    return first ?? this.units.get('\n');
  }
}
