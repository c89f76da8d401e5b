import { useMemo } from 'preact/hooks';
import { moveFocus } from '../../moveFocus.ts';
import { t } from '../../strings.ts';
import { placeSymbols } from './placeSymbols.ts';

interface SymbolTextProps {
  readonly text: string;
  readonly symbols: readonly string[];
}

/** A source, of which what a network looks at is the more coloured the larger its share, and the most is framed. */
export const LookedAt = ({
  text,
  symbols,
  looks,
}: SymbolTextProps & { readonly looks: readonly (readonly [place: number, percent: number])[] }) => {
  const pieces = useMemo(() => placeSymbols(text, symbols), [text, symbols]);
  const percents = new Map(looks);
  const largest = Math.max(...percents.values());
  return (
    <>
      {pieces.map((piece, index) => {
        const percent = piece.symbol === undefined ? 0 : (percents.get(piece.symbol) ?? 0);
        return (
          <span
            key={index}
            class={percent === 0 ? '' : percent === largest ? 'looked-at most' : 'looked-at'}
            style={{ '--percent': percent }}
          >
            {piece.text}
          </span>
        );
      })}
    </>
  );
};

interface AttentiveTextProps extends SymbolTextProps {
  /** In words, what each of the symbols is put out for. */
  readonly reasons: readonly string[];
  readonly onLook: (symbol: number | undefined) => void;
}

/** What was put out: pointing at a symbol, or going to it by the arrow keys, tells of it. */
export const AttentiveText = ({ text, symbols, reasons, onLook }: AttentiveTextProps) => {
  const pieces = useMemo(() => placeSymbols(text, symbols), [text, symbols]);
  const first = pieces.find(({ symbol }) => symbol !== undefined)?.symbol;
  const symbolOf = ({ target }: Event): number | undefined => {
    const found = target instanceof Element ? target.closest<HTMLElement>('[data-symbol]') : null;
    return found ? Number(found.dataset['symbol']) : undefined;
  };
  return (
    <span
      class="attentive"
      onMouseOver={(event) => onLook(symbolOf(event))}
      onMouseLeave={() => onLook(undefined)}
      onFocusIn={(event) => onLook(symbolOf(event))}
      onFocusOut={() => onLook(undefined)}
      onKeyDown={(event) => moveFocus(event, '[data-symbol]')}
    >
      {pieces.map(({ text: part, symbol }, index) =>
        symbol === undefined ? (
          <span key={index}>{part}</span>
        ) : (
          <span
            key={index}
            role="note"
            data-symbol={symbol}
            tabIndex={symbol === first ? 0 : -1}
            title={reasons[symbol]}
            aria-label={t('{0}, for {1}', part, reasons[symbol] ?? '')}
          >
            {part}
          </span>
        ),
      )}
    </span>
  );
};
