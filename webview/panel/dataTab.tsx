import type { ComponentChildren } from 'preact';
import type { RunRecord, TaskDescription } from '../../engine/protocol.ts';
import { formatCount, formatNumber } from '../formatNumber.ts';
import { t } from '../strings.ts';
import { Button } from '../toolkit.tsx';
import { ChoiceTable } from './choiceTable.tsx';
import { factsOf } from './facts.ts';
import { FoundTable } from './foundTable.tsx';
import { baselineName, metricName } from './metricWords.ts';
import type { TabProps } from './tabProps.ts';

/** What was read, how it was split, and what was chosen for the person. */
export const DataTab = ({ model, post }: TabProps) => {
  const { record, task } = model;
  if (!record) return <p class="muted">{t('The data is being read.')}</p>;
  return (
    <>
      <h2>{t('Read')}</h2>
      <dl class="facts">
        <Fact name={t('File')}>
          <span class="path">{record.file}</span>{' '}
          <Button onClick={() => post({ type: 'openFile' })}>{t('Open')}</Button>
        </Fact>
        <Fact name={t('Size')}>{t('{0} bytes', formatCount(record.fingerprint.bytes))}</Fact>
        <Fact name={t('SHA-256')}>
          <code class="path">{record.fingerprint.sha256}</code>
        </Fact>
        {factsOf(record.config, task).map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
        <Fact name={task?.splitsInOrder ? t('Split, in the order of the file') : t('Split')}>{splitWords(record)}</Fact>
      </dl>
      <h2>{t('Chosen and left out')}</h2>
      {record.choices.length === 0 ? (
        <p class="muted">{t('Nothing: the config says it all.')}</p>
      ) : (
        <ul class="choices">
          {record.choices.map((choice) => (
            <li key={choice}>{choice}</li>
          ))}
        </ul>
      )}
      {record.choice && <ChoiceTable choice={record.choice} task={task} />}
      {record.found && <FoundTable found={record.found} task={task} />}
      <h2>{t('Run')}</h2>
      <dl class="facts">
        <Fact name={t('Parameters')}>{formatCount(record.parameters)}</Fact>
        <Fact name={t('Steps per epoch')}>{formatCount(record.stepsPerEpoch)}</Fact>
        <Fact name={t('Computed by')}>{t('{0}, {1} threads', record.kernels, record.threads)}</Fact>
        <Fact name={t('Products')}>
          {record.precision === 'bfloat16' ? t('bfloat16, sums in float32') : t('float32')}
        </Fact>
        <Fact name={t('Software')}>{record.software}</Fact>
        <Fact name={t('Begun')}>{new Date(record.created).toLocaleString()}</Fact>
      </dl>
      {Object.keys(record.baselines).length > 0 && <BaselineTable baselines={record.baselines} task={task} />}
    </>
  );
};

const Fact = ({ name, children }: { readonly name: string; readonly children: ComponentChildren }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

interface BaselineTableProps extends Pick<RunRecord, 'baselines'> {
  readonly task: TaskDescription | undefined;
}

const BaselineTable = ({ baselines, task }: BaselineTableProps) => {
  const metrics = [...new Set(Object.values(baselines).flatMap((scores) => Object.keys(scores)))];
  return (
    <>
      <h2>{t('Baselines on the validation split')}</h2>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('Baseline')}</th>
              {metrics.map((metric) => (
                <th key={metric} scope="col" class="number">
                  {metricName(task, metric)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Object.entries(baselines).map(([name, scores]) => (
              <tr key={name}>
                <th scope="row">{baselineName(task, name)}</th>
                {metrics.map((metric) => (
                  <td key={metric} class="number">
                    {formatNumber(scores[metric])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
};

const splitWords = ({ config }: RunRecord): string => {
  const { valid, test, column, validFile, testFile, group } = config.data.split;
  const percent = (share: number): string => `${formatNumber(share * 100, 3)} %`;
  const isGiven = typeof column === 'string' || validFile !== undefined || testFile !== undefined;
  const shares = isGiven
    ? []
    : [t('{0} training, {1} validation, {2} test', percent(1 - valid - test), percent(valid), percent(test))];
  return [
    ...shares,
    ...(typeof column === 'string' ? [t("as column '{0}' says", column)] : []),
    ...(validFile === undefined ? [] : [t('validation from {0}', validFile)]),
    ...(testFile === undefined ? [] : [t('test from {0}', testFile)]),
    ...(isGiven && valid > 0 ? [t('{0} of the training part for validation', percent(valid))] : []),
    ...(typeof group === 'string' ? [t("what shares '{0}' in one part", group)] : []),
  ].join(', ');
};
