import { activationCodes } from '../../compute/kernelFunctions.ts';
import { panelsOf, sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { Pass } from '../cells/cell.ts';
import type { LayerStack } from '../layers/layerStack.ts';
import type { LayerState } from '../layers/recurrentLayer.ts';
import type { BridgeBuffers, BridgePlan } from './bridgeLinks.ts';

/** A link with the states that it goes from and to, one a direction of the encoder's layer. */
interface LinkedStates {
  readonly learned: BridgePlan['links'][number]['learned'];
  readonly from: readonly LayerState[];
  readonly to: LayerState;
}

/**
 * The way from the last states of the encoder's layers to the first of the decoder's. Past the end of a lane a state
 * stays as it was there, so that the state after the longest lane's last step is every lane's own last.
 */
export class Bridge {
  private readonly kernels: Kernels;
  private readonly buffers: BridgeBuffers;
  private readonly encoder: LayerStack;
  private readonly decoder: LayerStack;
  private readonly links: readonly LinkedStates[];

  constructor(kernels: Kernels, plan: BridgePlan, buffers: BridgeBuffers, encoder: LayerStack, decoder: LayerStack) {
    this.kernels = kernels;
    this.buffers = buffers;
    this.encoder = encoder;
    this.decoder = decoder;
    this.links = plan.links.map(({ layer, state, sourceLayer, sourceState, learned }) => {
      const from = encoder.layers[sourceLayer]?.states.filter(({ name }) => name === sourceState) ?? [];
      const to = decoder.layers[layer]?.states.find(({ name }) => name === state);
      if (!to || from.length === 0) throw new Error(`There is no state ${state} of layer ${layer} to hand on.`);
      return { learned, from, to };
    });
  }

  /** After the encoder's `forward`, `pass` being its pass: puts the first states of the decoder in their place. */
  forward({ T, B }: Pass): void {
    const { kernels } = this;
    const { joined } = this.buffers;
    for (const { learned, from, to } of this.links) {
      this.join(learned ? joined : to.offset, from, T, B);
      if (!learned) continue;
      const { weight, bias, inputRows } = learned;
      kernels.project(to.offset, joined, weight, bias, undefined, 1, B, inputRows, panelsOf(to.size, kernels.panel));
      kernels.elementwise(to.offset, to.offset, this.floatsOf(to, B), activationCodes.tanh);
    }
  }

  /**
   * After the decoder's `backward`: adds to the parameters' gradients, and puts those of the encoder's last states where
   * its layers begin from. `pass` is the encoder's.
   */
  backward({ T, B }: Pass, decoderPass: Pass): void {
    const { kernels, encoder, decoder } = this;
    for (const layer of encoder.layers) {
      for (const state of layer.states) kernels.zero(lastGradientOf(state), this.floatsOf(state, B));
    }
    for (const layer of decoder.layers) layer.initialGradient(decoderPass);
    for (const link of this.links) {
      if (link.learned) this.learn(link, link.learned, T, B);
      else this.part(link.from, link.to.gradient, B);
    }
  }

  private learn({ from, to }: LinkedStates, learned: NonNullable<LinkedStates['learned']>, T: number, B: number): void {
    const { kernels } = this;
    const { joined, dJoined, gradientShift } = this.buffers;
    const { weight, bias, transposed, inputRows } = learned;
    const { gradient: d, size } = to;
    const panels = panelsOf(size, kernels.panel);
    kernels.activation_backward(d, to.offset, activationCodes.tanh, 1, B, size);
    // Another link may have been read since.
    this.join(joined, from, T, B);
    kernels.bias_gradient(shift(bias, gradientShift), undefined, d, 1, B, panels);
    kernels.weight_gradient(shift(weight, gradientShift), joined, d, 1, B, inputRows, panels);
    const rows = panelsOf(inputRows, kernels.panel);
    kernels.project(dJoined, d, transposed, undefined, undefined, 1, B, panels * kernels.panel, rows);
    this.part(from, dJoined, B);
  }

  /** The last states side by side, each from a panel of its own on and with zeros beside it. (1, B, width) */
  private join(target: Offset, states: readonly LayerState[], T: number, B: number): void {
    states.forEach(({ offset, size }, index) => {
      const { panel } = this.kernels;
      const to = shift(target, index * sequenceBytes(1, B, size, panel));
      const panels = panelsOf(size, panel);
      const last = shift(offset, sequenceBytes(T, B, size, panel));
      this.kernels.move_steps(to, panels, last, panels, undefined, 1, 1, B, size, 0, 0);
    });
  }

  /** The other way: adds to the gradients of the last states. */
  private part(states: readonly LayerState[], source: Offset, B: number): void {
    states.forEach((state, index) => {
      const { panel } = this.kernels;
      const from = shift(source, index * sequenceBytes(1, B, state.size, panel));
      const panels = panelsOf(state.size, panel);
      this.kernels.move_steps(lastGradientOf(state), panels, from, panels, undefined, 1, 1, B, state.size, 0, 1);
    });
  }

  private floatsOf({ size }: LayerState, B: number): number {
    return sequenceBytes(1, B, size, this.kernels.panel) / 4;
  }
}

const lastGradientOf = ({ name, lastGradient }: LayerState): Offset => {
  if (lastGradient === undefined) throw new Error(`The last ${name} of a layer is not handed on.`);
  return lastGradient;
};
