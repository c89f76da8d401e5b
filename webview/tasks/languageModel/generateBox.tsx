import { readPath } from '../../form/configPatch.ts';
import { Icon } from '../../icon.tsx';
import { t } from '../../strings.ts';
import { Button, Checkbox, TextField } from '../../toolkit.tsx';
import { readGenerateForm } from './readGenerateForm.ts';
import type { TabProps } from '../../panel/tabProps.ts';
import type { GenerateForm, Generation } from '../../panel/viewState.ts';

/** Lets the model write on from a prime text; what it writes streams in below. */
export const GenerateBox = ({ model, post, updateView }: TabProps) => {
  const { generate: form, generations } = model.view;
  const label = model.record && readPath(model.record.config, 'data.label');
  const set = (patch: Partial<GenerateForm>): void => updateView({ generate: { ...form, ...patch } });
  const { requests, problems } = readGenerateForm(form);
  const isRunning = generations.some((generation) => generation.isRunning);
  const canGenerate = model.history.epochs.length > 0 && model.state !== 'deleted';

  const start = (): void => {
    if (isRunning || problems.length > 0 || !canGenerate) return;
    const started = requests.map((params) => ({ ...params, token: crypto.randomUUID() }));
    updateView({
      generations: started.map(({ token, temperature }) => ({ token, temperature, text: '', isRunning: true })),
    });
    for (const params of started) post({ type: 'generate', params });
  };
  const stop = (): void => {
    for (const { token, isRunning } of generations) if (isRunning) post({ type: 'cancelGenerate', token });
  };
  const field = (name: Exclude<keyof GenerateForm, 'hasThree'>, label: string, placeholder: string) => (
    <label class={`field ${name === 'prime' ? 'wide' : ''}`}>
      <span>{label}</span>
      <TextField
        label={label}
        value={form[name]}
        placeholder={placeholder}
        isInvalid={problems.some((problem) => problem.field === name)}
        onInput={(value) => set({ [name]: value })}
        onEnter={start}
      />
    </label>
  );

  return (
    <section aria-label={t('Generate')}>
      <h2>{t('Generate')}</h2>
      <div class="generate">
        {field('prime', t('Prime text'), t('the model writes on from here'))}
        {typeof label === 'string' && field('label', label, t('of the text to write'))}
        {field('temperature', t('Temperature'), '0.8')}
        {field('topK', t('Top k'), t('all'))}
        {field('topP', t('Top p'), '1')}
        {field('length', t('Length'), '500')}
        {field('seed', t('Seed'), t('random'))}
      </div>
      <Checkbox isChecked={form.hasThree} onChange={(hasThree) => set({ hasThree })}>
        {t('three temperatures side by side')}
      </Checkbox>
      {problems.map(({ field: name, message }) => (
        <p key={name} class="problem" role="alert">
          {message}
        </p>
      ))}
      <div class="actions">
        <Button appearance="primary" isDisabled={isRunning || problems.length > 0 || !canGenerate} onClick={start}>
          {t('Generate')}
        </Button>
        {isRunning && <Button onClick={stop}>{t('Stop')}</Button>}
        {!canGenerate && <span class="muted">{t('There is a model to ask after the first epoch.')}</span>}
      </div>
      <div class="generations">
        {generations.map((generation) => (
          <Output key={generation.token} generation={generation} post={post} isShort={generations.length > 1} />
        ))}
      </div>
    </section>
  );
};

interface OutputProps {
  readonly generation: Generation;
  readonly post: TabProps['post'];
  /** One of several side by side: its buttons are icons. */
  readonly isShort: boolean;
}

const Output = ({ generation, post, isShort }: OutputProps) => {
  const { text, temperature, isRunning, error } = generation;
  return (
    <article class="sample" aria-busy={isRunning}>
      <header>
        <span>{t('temperature {0}', temperature)}</span>
        <span class="actions">
          <TextButton
            icon="copy"
            label={t('Copy')}
            isShort={isShort}
            text={text}
            onClick={() => post({ type: 'copy', text })}
          />
          <TextButton
            icon="insert"
            label={t('Insert in editor')}
            isShort={isShort}
            text={text}
            onClick={() => post({ type: 'insertInEditor', text })}
          />
        </span>
      </header>
      <pre tabIndex={0}>
        {text}
        {isRunning && <span class="caret" aria-hidden="true" />}
      </pre>
      {error !== undefined && (
        <p class="problem" role="alert">
          {error}
        </p>
      )}
    </article>
  );
};

interface TextButtonProps {
  readonly icon: string;
  readonly label: string;
  readonly isShort: boolean;
  /** What the button works on; without any it is off. */
  readonly text: string;
  readonly onClick: () => void;
}

const TextButton = ({ icon, label, isShort, text, onClick }: TextButtonProps) => (
  <Button {...(isShort && { appearance: 'icon', label })} onClick={onClick} isDisabled={text === ''}>
    {isShort ? <Icon name={icon} /> : label}
  </Button>
);
