import { useState } from 'preact/hooks';
import { formatNumber } from '../../formatNumber.ts';
import { t } from '../../strings.ts';
import { Button } from '../../toolkit.tsx';
import { GenerateBox } from './generateBox.tsx';
import type { TabProps } from '../../panel/tabProps.ts';

const pageSize = 20;

/** What the network writes: on request, and by itself after epochs, newest first. */
export const Samples = (props: TabProps) => {
  const { history } = props.model;
  const [shown, setShown] = useState(pageSize);
  return (
    <>
      <GenerateBox {...props} />
      <h2>{t('Samples by epoch')}</h2>
      {history.samples.length === 0 && <p class="muted">{t('The first sample appears after the first epoch.')}</p>}
      {history.samples
        .slice(-shown)
        .reverse()
        .map(({ epoch, validLoss, temperature, text, prime }) => (
          <article key={`${epoch} ${temperature} ${prime}`} class="sample">
            <header>
              <span>
                {t('epoch {0}', epoch)} · {t('loss {0}', formatNumber(validLoss))} · {t('temperature {0}', temperature)}
              </span>
              <Button
                appearance="icon"
                label={t('Copy the sample of epoch {0}', epoch)}
                onClick={() => props.post({ type: 'copy', text })}
              >
                <span class="codicon codicon-copy" aria-hidden="true" />
              </Button>
            </header>
            <pre tabIndex={0}>{text}</pre>
          </article>
        ))}
      {history.samples.length > shown && (
        <Button onClick={() => setShown(shown + pageSize * 5)}>
          {t('Show more ({0})', history.samples.length - shown)}
        </Button>
      )}
    </>
  );
};
