import type { ClassReport } from '../../../engine/protocol.ts';
import { formatCount } from '../../formatNumber.ts';
import type { TabProps } from '../../panel/tabProps.ts';
import type { ResultsView } from '../../panel/viewState.ts';
import { t } from '../../strings.ts';
import { ClassTable } from './classTable.tsx';
import { ConfusionMatrix } from './confusionMatrix.tsx';
import { Mistakes } from './mistakes.tsx';

/** How the model answers on a split: which class is taken for which, how well each is known, and the worst mistakes. */
export const Results = ({ model, post, updateView }: TabProps) => {
  const report = model.plot && 'classes' in model.plot ? model.plot : undefined;
  if (!report) return <p class="muted">{t('The first results appear after the first epoch.')}</p>;
  const { results } = model.view;
  // The view of now: what calls this may have been drawn before an earlier change.
  const set = (patch: Partial<ResultsView>): void => updateView({ results: { ...model.view.results, ...patch } });
  return (
    <div class="results">
      <p>{splitWords(report)}</p>
      <h2>{t('Which class is taken for which')}</h2>
      {report.confusion ? (
        <ConfusionMatrix
          labels={report.labels}
          confusion={report.confusion}
          chosen={results.chosen}
          onChoose={(chosen) => set({ chosen })}
        />
      ) : (
        <p class="muted">
          {t('{0} classes are too many for a table of each against each.', formatCount(report.labels.length))}
        </p>
      )}
      <h2>{t('Class by class')}</h2>
      <ClassTable classes={report.classes} order={results.order} onOrder={(order) => set({ order })} />
      <h2>{t('The most confident mistakes')}</h2>
      <Mistakes
        report={report}
        chosen={results.chosen}
        onShowAll={() => set({ chosen: undefined })}
        onOpen={(line, name) =>
          post({ type: 'openLine', line, split: report.split, ...(name !== undefined && { name }) })
        }
      />
    </div>
  );
};

const splitWords = ({ split, epoch, examples }: ClassReport): string => {
  const count = examples === 1 ? t('1 example') : t('{0} examples', formatCount(examples));
  return split === 'valid'
    ? t('On the validation split after epoch {0}: {1}.', epoch, count)
    : t('On the test split at the end, with the weights of epoch {0}: {1}.', epoch, count);
};
