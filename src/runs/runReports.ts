import type { RunEvent } from '../../engine/protocol.ts';
import { countKinds, isTooMany, thinEvents } from '../../engine/thinEvents.ts';

const countEvery = 1000;

/**
 * The reports of a run in order, of a long run an even selection. A report of a step or epoch that has been reported before means that training went
 * back to a checkpoint (or that the report is known already): what stands after that point is forgotten.
 */
export class RunReports {
  private list: RunEvent[] = [];
  private lastStep = 0;
  private lastEpoch = 0;
  private hasEnded = false;
  /** How long the list is when it is looked at next. */
  private nextCount = countEvery;

  get events(): readonly RunEvent[] {
    return this.list;
  }

  add(events: readonly RunEvent[]): void {
    for (const event of events) this.addOne(event);
    if (this.list.length < this.nextCount) return;
    if (isTooMany(countKinds(this.list))) this.list = thinEvents(this.list);
    this.nextCount = this.list.length + countEvery;
  }

  private addOne(event: RunEvent): void {
    if (event.event === 'step' || event.event === 'epoch') {
      const isKnown = event.event === 'step' ? event.step <= this.lastStep : event.epoch <= this.lastEpoch;
      if (isKnown) this.forgetFrom(event.step, event.epoch);
      if (this.hasEnded) this.forgetEnd();
      this.lastStep = event.event === 'step' ? event.step : this.lastStep;
      this.lastEpoch = event.event === 'epoch' ? event.epoch : this.lastEpoch;
    } else if (event.event === 'config') {
      // There is one config; it comes again when a run is resumed.
      this.list = this.list.filter((other) => other.event !== 'config');
    } else if (event.event === 'gradients') {
      this.list = this.list.filter((other) => other.event !== 'gradients' || other.step < event.step);
    } else if (event.event === 'done' || event.event === 'error') {
      if (this.hasEnded) this.forgetEnd();
      this.hasEnded = true;
    }
    this.list.push(event);
  }

  private forgetFrom(step: number, epoch: number): void {
    this.list = this.list.filter((event) => {
      if (event.event === 'step' || event.event === 'gradients') return event.step < step;
      if (event.event === 'epoch' || event.event === 'sample') return event.epoch < epoch;
      return true;
    });
    this.lastStep = Math.min(this.lastStep, step - 1);
    this.lastEpoch = Math.min(this.lastEpoch, epoch - 1);
  }

  /** A run that goes on has neither finished nor failed. */
  private forgetEnd(): void {
    this.list = this.list.filter((event) => event.event !== 'done' && event.event !== 'error');
    this.hasEnded = false;
  }
}
