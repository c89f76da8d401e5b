import { useState } from 'preact/hooks';
import type { ClassReport } from '../../../engine/protocol.ts';
import { formatCount } from '../../formatNumber.ts';
import { Icon } from '../../icon.tsx';
import type { Confused } from '../../panel/viewState.ts';
import { t } from '../../strings.ts';
import { DrawingView } from './drawingView.tsx';
import { Button } from '../../toolkit.tsx';

type Mistake = ClassReport['mistakes'][number];

interface MistakesProps {
  readonly report: ClassReport;
  /** Only those of one cell of the matrix. */
  readonly chosen: Confused | undefined;
  readonly onShowAll: () => void;
  /** `name`: what a person knows it by. */
  readonly onOpen: (line: number, name: string | undefined) => void;
}

/** What the model was surest of and wrong about; a click opens the file at the line. */
export const Mistakes = ({ report, chosen, onShowAll, onOpen }: MistakesProps) => {
  const { mistakes, mistakesInAll } = report;
  const listed = chosen
    ? mistakes.filter(({ actual, predicted }) => actual === chosen.actual && predicted === chosen.predicted)
    : mistakes;
  if (mistakesInAll === 0) return <p class="muted">{t('There are none.')}</p>;
  return (
    <>
      <div class="toolbar" role="status">
        <span class="muted">{chosen ? chosenWords(report, chosen, listed.length) : allWords(report)}</span>
        {chosen && <Button onClick={onShowAll}>{t('All mistakes')}</Button>}
      </div>
      <ol class="mistakes label-box">
        {listed.map((mistake) => (
          <Row key={mistake.line} mistake={mistake} onOpen={onOpen} />
        ))}
      </ol>
    </>
  );
};

const allWords = ({ mistakes, mistakesInAll }: ClassReport): string =>
  mistakes.length < mistakesInAll
    ? t('{0} of {1}.', formatCount(mistakes.length), formatCount(mistakesInAll))
    : t('{0} in all.', formatCount(mistakesInAll));

const chosenWords = (
  { confusion, labels, mistakes, mistakesInAll }: ClassReport,
  { actual, predicted }: Confused,
  listed: number,
): string => {
  const inAll = confusion?.[labels.indexOf(actual)]?.[labels.indexOf(predicted)] ?? listed;
  const words = t('{0} taken for {1}: {2}.', actual, predicted, formatCount(inAll));
  return listed < inAll
    ? `${words} ${t('{0} of them are among the {1} most confident of {2} mistakes.', listed, mistakes.length, formatCount(mistakesInAll))}`
    : words;
};

/** Of what stands in a line of text, in pixels. */
const drawnHeight = 32;

interface RowProps {
  readonly mistake: Mistake;
  /** `name`: what a person knows it by. */
  readonly onOpen: (line: number, name: string | undefined) => void;
}

const Row = ({ mistake: { line, actual, predicted, probability, excerpt, drawing }, onOpen }: RowProps) => {
  const [isWhole, setIsWhole] = useState(false);
  const hasMore = excerpt !== undefined || drawing !== undefined;
  return (
    <li>
      {hasMore && (
        <button
          type="button"
          class="mistake-more"
          aria-expanded={isWhole}
          aria-label={drawing ? t('What stands in line {0}, larger', line) : t('The text of line {0}', line)}
          onClick={() => setIsWhole(!isWhole)}
        >
          <Icon name={isWhole ? 'chevron-down' : 'chevron-right'} />
        </button>
      )}
      <button
        type="button"
        class={`mistake ${hasMore ? '' : 'without-text'}`}
        title={t('Open line {0}', line)}
        onClick={() => onOpen(line, excerpt)}
      >
        <span class="number">{probability === null ? '–' : `${(100 * probability).toFixed(1)} %`}</span>
        <span class="mistake-classes">
          {actual} <span aria-label={t('taken for')}>→</span> {predicted}
        </span>
        {hasMore && (
          <span class="mistake-text">
            {drawing && <DrawingView drawing={drawing} height={drawnHeight} />}
            {excerpt?.replace(/\s+/g, ' ')}
          </span>
        )}
        <span class="mistake-line">{t('line {0}', line)}</span>
      </button>
      {isWhole && (
        <div class="mistake-whole">
          {drawing && <DrawingView drawing={drawing} height={4 * drawnHeight} />}
          {excerpt !== undefined && <p>{excerpt}</p>}
        </div>
      )}
    </li>
  );
};
