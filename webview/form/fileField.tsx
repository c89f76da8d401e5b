import type { Inspection } from '../../engine/protocol.ts';
import { formatCount } from '../formatNumber.ts';
import { Icon } from '../icon.tsx';
import { joinFacts } from '../joinFacts.ts';
import type { FormState } from '../protocol.ts';
import { t } from '../strings.ts';
import { Button, Dropdown } from '../toolkit.tsx';
import { Row } from './fields.tsx';
import type { FormModel } from './formModel.ts';

/** Which file is learned from, and what was found in it. */
export const FileField = ({ state, model }: { readonly state: FormState; readonly model: FormModel }) => {
  const { file, files, inspection, error, isBusy } = state;
  const known = files.map(({ file, label }) => ({ value: file, label }));
  const choices =
    file === undefined || files.some((each) => each.file === file)
      ? known
      : [{ value: file, label: file.replace(/^.*[\\/]/, '') }, ...known];
  return (
    <Row label={t('File')} problem={model.problem('data.file')}>
      <div class="with-button">
        <Dropdown
          label={t('File')}
          value={file ?? ''}
          choices={file === undefined ? [{ value: '', label: t('Choose a file') }, ...choices] : choices}
          onChange={(value) => {
            if (value !== '') model.send({ type: 'selectFile', file: value });
          }}
        />
        <Button appearance="icon" label={t('Choose another file')} onClick={() => model.send({ type: 'browse' })}>
          <Icon name="folder-opened" />
        </Button>
      </div>
      {isBusy && !inspection && (
        <p class="muted" role="status">
          <Icon name="loading" isSpinning /> {t('Reading the file…')}
        </p>
      )}
      {error !== undefined && (
        <p class="problem" role="alert">
          {error}
        </p>
      )}
      {error === undefined && inspection && <Summary inspection={inspection} />}
    </Row>
  );
};

const Summary = ({ inspection }: { readonly inspection: Inspection }) => {
  if (inspection.kind === 'text') {
    return (
      <>
        <p class="muted">
          {t(
            '{0} symbols, {1} different · {2} lines',
            formatCount(inspection.symbols),
            formatCount(inspection.distinct),
            formatCount(inspection.lines),
          )}
        </p>
        <Understood sentences={inspection.notes ?? []} />
      </>
    );
  }
  const problems = inspection.columns.flatMap((column) => column.problems);
  return (
    <>
      <p class="muted">{joinFacts(factsOf(inspection))}</p>
      <Understood sentences={understoodOf(inspection)} />
      {problems[0] && (
        <p class="warning">
          <Icon name="warning" /> {problems[0].place.line === undefined ? '' : t('Line {0}:', problems[0].place.line)}{' '}
          {problems[0].message}
          {problems.length > 1 && ` ${t('({0} more)', problems.length - 1)}`}
        </p>
      )}
    </>
  );
};

/** How the file was read, what was left out of it, and what its columns and rows were understood to be. */
const understoodOf = ({
  comments,
  notes = [],
  told = [],
}: Extract<Inspection, { kind: 'table' }>): readonly string[] => [
  ...(comments > 0 ? [t('Comment lines that were skipped: {0}.', formatCount(comments))] : []),
  ...notes,
  ...told,
];

const mostShown = 5;

const Understood = ({ sentences }: { readonly sentences: readonly string[] }) => {
  const list = (some: readonly string[]) => (
    <ul class="choices muted">
      {some.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
  if (sentences.length === 0) return null;
  const more = sentences.slice(mostShown);
  return (
    <>
      {list(sentences.slice(0, mostShown))}
      {more.length > 0 && (
        <details>
          <summary>{t('{0} more', more.length)}</summary>
          {list(more)}
        </details>
      )}
    </>
  );
};

const factsOf = ({ rows, columns, header }: Extract<Inspection, { kind: 'table' }>): readonly string[] => [
  rows === 1 ? t('1 row') : t('{0} rows', formatCount(rows)),
  columns.length === 1 ? t('1 column') : t('{0} columns', formatCount(columns.length)),
  ...(header === false ? [t('no header')] : []),
];
