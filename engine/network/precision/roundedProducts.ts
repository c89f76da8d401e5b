import { panelsOf, type Kernels } from '../../compute/kernels.ts';
import type { Offset } from '../../compute/offset.ts';
import type { RoundedWeight, RoundingPlan } from './roundedWeights.ts';

/**
 * The kernels of one thread, whose products with weights, and gradients of weights, are in bfloat16 where it says so: with
 * sums in float, by the copies of the weights. Whatever has no copy, or needs more room than there is, stays in float.
 */
export class RoundedProducts {
  readonly kernels: Kernels;
  private isOn = false;

  constructor(kernels: Kernels, plan: RoundingPlan, scratch: Offset) {
    const copies = new Map([...plan.weights, ...plan.transposes].map((weight) => [weight.weight, weight]));
    const unitsOf = (H: number): number => panelsOf(H, kernels.panel);
    const find = (w: Offset | undefined, rows: number, panels: number): RoundedWeight | undefined => {
      const copy = this.isOn && w !== undefined ? copies.get(w) : undefined;
      return copy?.rows === rows && copy.panels === panels ? copy : undefined;
    };
    /** Of a step's rows that are rounded whole. */
    const hasRoom = (B: number, columns: number): boolean =>
      B * unitsOf(columns) * kernels.panel * 4 <= plan.scratchBytes;
    const forward = (w: Offset | undefined, gates: number, B: number, H: number, S = H): Offset | undefined =>
      hasRoom(B, S) ? find(w, S, gates * unitsOf(H))?.pairs : undefined;
    const backward = (wT: Offset, gates: number, B: number, H: number, S = H): Offset | undefined => {
      const depth = gates * unitsOf(H) * kernels.panel;
      return hasRoom(B, depth) ? find(wT, depth, unitsOf(S))?.pairs : undefined;
    };
    this.kernels = {
      ...kernels,
      project: (...call) => {
        const [z, x, w, bias1, bias2, T, B, D, panels] = call;
        const copy = find(w, D, panels);
        if (copy) kernels.project_bf16(z, x, copy.pairs, bias1, bias2, scratch, T, B, D, panels);
        else kernels.project(...call);
      },
      weight_gradient: (...call) => {
        const [dw, x, dz, T, B, D, panels] = call;
        if (this.isOn) kernels.gate_weight_gradient_bf16(dw, x, dz, scratch, T, B, D, panels, 1, 0, 1);
        else kernels.weight_gradient(...call);
      },
      gate_weight_gradient: (...call) => {
        const [dw, x, dz, T, B, D, panels, gates, from, to] = call;
        if (this.isOn) kernels.gate_weight_gradient_bf16(dw, x, dz, scratch, T, B, D, panels, gates, from, to);
        else kernels.gate_weight_gradient(...call);
      },
      lstm_forward: (...call) => {
        const [z, x, h, c, w, lengths, first, T, B, H, S] = call;
        const pairs = forward(w, 4, B, H, S);
        if (pairs === undefined) kernels.lstm_forward(...call);
        else kernels.lstm_forward_bf16(z, x, h, c, pairs, scratch, lengths, first, T, B, H, S);
      },
      lstm_backward: (...call) => {
        const [z, c, dy, carry, wT, lengths, first, T, B, H] = call;
        const pairs = backward(wT, 4, B, H);
        if (pairs === undefined) kernels.lstm_backward(...call);
        else kernels.lstm_backward_bf16(z, c, dy, carry, pairs, scratch, lengths, first, T, B, H);
      },
      gru_forward: (...call) => {
        const [zx, zh, x, h, w, bias, lengths, first, T, B, H] = call;
        const pairs = forward(w, 3, B, H);
        if (pairs === undefined) kernels.gru_forward(...call);
        else kernels.gru_forward_bf16(zx, zh, x, h, pairs, bias, scratch, lengths, first, T, B, H);
      },
      gru_backward: (...call) => {
        const [zx, zh, h, dy, carry, wT, lengths, first, T, B, H] = call;
        const pairs = backward(wT, 3, B, H);
        if (pairs === undefined) kernels.gru_backward(...call);
        else kernels.gru_backward_bf16(zx, zh, h, dy, carry, pairs, scratch, lengths, first, T, B, H);
      },
      rnn_forward: (...call) => {
        const [z, x, h, w, lengths, first, T, B, H, activation] = call;
        const pairs = forward(w, 1, B, H);
        if (pairs === undefined) kernels.rnn_forward(...call);
        else kernels.rnn_forward_bf16(z, x, h, pairs, scratch, lengths, first, T, B, H, activation);
      },
      rnn_backward: (...call) => {
        const [z, h, dy, wT, lengths, first, T, B, H, activation] = call;
        const pairs = backward(wT, 1, B, H);
        if (pairs === undefined) kernels.rnn_backward(...call);
        else kernels.rnn_backward_bf16(z, h, dy, pairs, scratch, lengths, first, T, B, H, activation);
      },
    };
  }

  /** Does `work` with products in bfloat16. */
  during(work: () => void): void {
    this.isOn = true;
    try {
      work();
    } finally {
      this.isOn = false;
    }
  }
}
