/** A stretch of steps with labels of one type, as begin, end and type. */
interface Span {
  readonly begin: number;
  /** Of its last step. */
  readonly end: number;
  readonly type: string;
}

/** Labels that tell where spans begin and go on: `B-PER`, `I-PER`, `O`. */
const spanLabel = /^(?:O|[BIESLU](?:-.+)?)$/;

/** Whether labels are those of a scheme of spans, and some of them begin one or go on with one. */
export const areSpanLabels = (labels: readonly string[]): boolean =>
  labels.every((label) => spanLabel.test(label)) && labels.some((label) => /^[BI]-/.test(label));

/**
 * The spans of a sequence, as seqeval's default mode and conlleval find them: `B-` or `S-` begins one, and so does another
 * type, or `I-` or `E-` after `O` or after the end of one.
 */
export const findSpans = (labels: readonly string[]): readonly Span[] => {
  const spans: Span[] = [];
  let before = partsOf('O');
  let begin = 0;
  for (let step = 0; step <= labels.length; step++) {
    const now = partsOf(labels[step] ?? 'O');
    if (ends(before, now)) spans.push({ begin, end: step - 1, type: before.type });
    if (begins(before, now)) begin = step;
    before = now;
  }
  return spans;
};

interface Parts {
  readonly mark: string;
  readonly type: string;
}

const partsOf = (label: string): Parts => {
  const rest = label.slice(1);
  const dash = rest.indexOf('-');
  return { mark: label.slice(0, 1), type: (dash < 0 ? rest : rest.slice(dash + 1)) || '_' };
};

const ends = (before: Parts, now: Parts): boolean =>
  before.mark !== 'O' &&
  ('ES'.includes(before.mark) || ('BI'.includes(before.mark) && 'BSO'.includes(now.mark)) || before.type !== now.type);

const begins = (before: Parts, now: Parts): boolean =>
  'BS'.includes(now.mark) ||
  ('ESO'.includes(before.mark) && 'EI'.includes(now.mark)) ||
  (now.mark !== 'O' && before.type !== now.type);

/** Counts spans of sequences: those that are there, those that are predicted, and those that are both. */
export class SpanCounts {
  private actual = 0;
  private predicted = 0;
  private hits = 0;

  add(actual: readonly string[], predicted: readonly string[]): void {
    const keyOf = ({ begin, end, type }: Span): string => `${begin} ${end} ${type}`;
    const there = new Set(findSpans(actual).map(keyOf));
    const found = new Set(findSpans(predicted).map(keyOf));
    this.actual += there.size;
    this.predicted += found.size;
    for (const span of found) if (there.has(span)) this.hits++;
  }

  /** 2 · hits / (predicted + actual), over all types together; 0 where there is no span at all, as seqeval has it. */
  get f1(): number {
    const all = this.actual + this.predicted;
    return all === 0 ? 0 : (2 * this.hits) / all;
  }
}
