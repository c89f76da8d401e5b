import type { GradientsEvent, Verdict } from '../../../engine/protocol.ts';
import { formatCount } from '../../formatNumber.ts';
import { Icon } from '../../icon.tsx';
import { t } from '../../strings.ts';

/** What the newest look at the gradients says, the gravest first. */
export const Verdicts = ({ event }: { readonly event: GradientsEvent }) => (
  <section aria-labelledby="verdicts-title">
    <h2 id="verdicts-title">{t('Verdict at step {0}', formatCount(event.step))}</h2>
    <ul class="verdicts">
      {event.verdicts.map(({ kind, message }) => (
        <li key={message} class={`verdict-${kind}`}>
          <Icon name={icons[kind]} />
          <span>{message}</span>
        </li>
      ))}
    </ul>
  </section>
);

const icons: Readonly<Record<Verdict['kind'], string>> = {
  healthy: 'pass',
  vanishing: 'arrow-down',
  exploding: 'flame',
  saturated: 'warning',
  dead: 'circle-slash',
  clipped: 'fold',
  frozen: 'lock',
  unstable: 'pulse',
};
