import type { Tensor } from '../../compute/tensor.ts';
import type { Loss } from '../passOptions.ts';

/** Parameters of one network, by name. */
export type NetworkParameters = ReadonlyMap<string, Tensor>;

/** Networks of one form that are asked together, the first of them that whose parameters are there meanwhile. */
export type Ensemble = readonly [NetworkParameters, ...NetworkParameters[]];

/** Asks one network, whose parameters are there, or each of an ensemble in turn for the mean. */
export class AskedNetworks {
  /** Undefined for the one that is there. */
  networks: Ensemble | undefined;
  private readonly place: (parameters: NetworkParameters) => void;

  /** `place` puts parameters where who is asked has them. */
  constructor(place: (parameters: NetworkParameters) => void) {
    this.place = place;
  }

  /** The mean of what they put out. */
  outputs(ask: () => Float32Array): Float32Array {
    const order = this.order();
    if (order.length < 2) return ask();
    let sums: Float64Array | undefined;
    for (const outputs of this.askAll(order, ask)) {
      const before = sums;
      sums = Float64Array.from(outputs, (output, place) => (before?.[place] ?? 0) + output);
    }
    return Float32Array.from(sums ?? [], (sum) => sum / order.length);
  }

  /** The mean of their losses. */
  loss(ask: () => Loss): Loss {
    const order = this.order();
    if (order.length < 2) return ask();
    const losses = [...this.askAll(order, ask)];
    const lossSum = losses.reduce((sum, loss) => sum + loss.lossSum, 0) / losses.length;
    return { lossSum, terms: losses[0]?.terms ?? 0 };
  }

  /** The first comes last: its parameters stay. */
  private order(): readonly NetworkParameters[] {
    if (!this.networks) return [];
    const [first, ...others] = this.networks;
    return [...others, first];
  }

  /** Of each before the next is asked. */
  private *askAll<T>(order: readonly NetworkParameters[], ask: () => T): Generator<T, undefined, void> {
    for (const parameters of order) {
      this.place(parameters);
      yield ask();
    }
  }
}
