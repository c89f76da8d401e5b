import type { Config } from '../../engine/config.ts';
import { t } from '../strings.ts';
import { Button } from '../toolkit.tsx';
import type { TabProps } from './tabProps.ts';

/** The complete config of the run, to read, copy, or begin another run from. */
export const ConfigTab = ({ model, post }: TabProps) => {
  const config = model.record?.config ?? model.history.config?.config;
  if (!config) return <p class="muted">{t('The config is being completed.')}</p>;
  const text = JSON.stringify(config, undefined, 2);
  return (
    <>
      <div class="toolbar">
        <Button onClick={() => post({ type: 'copy', text })}>{t('Copy')}</Button>
        {/* A complete config is a config: its arrays are only declared read-only here. */}
        <Button onClick={() => post({ type: 'trainAgain', config: structuredClone(config) as Config })}>
          {t('Train again with…')}
        </Button>
      </div>
      <pre class="json" tabIndex={0} aria-label={t('Config')}>
        {text}
      </pre>
    </>
  );
};
