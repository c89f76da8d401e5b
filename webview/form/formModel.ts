import type { Config } from '../../engine/config.ts';
import type { FormState, FromForm, ToForm } from '../protocol.ts';
import { setStrings } from '../strings.ts';
import type { Edit, Edits } from './configPatch.ts';
import { applyEdits, readPath, unconfirmed } from './configPatch.ts';

/** Milliseconds without typing after which a change is sent. */
const sendAfter = 250;

/** The form as the host last told it, and on top of it what the person has changed since. */
export class FormModel {
  state: FormState | undefined;
  edits: Edits = {};
  /** Names the fields' generation: after a reset or on another file none keeps its half-typed text. */
  generation = 0;

  private readonly post: (message: FromForm) => void;
  private readonly changed: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(post: (message: FromForm) => void, changed: () => void) {
    this.post = post;
    this.changed = changed;
  }

  receive(message: ToForm): void {
    if (message.type === 'reveal') {
      this.forget(message.path);
      return;
    }
    const { strings, state } = message;
    setStrings(strings);
    if (this.state?.file !== state.file) this.forgetEdits();
    this.state = state;
    // A change that still waits may repeat a value of before; only a sent one can be confirmed.
    if (this.timer === undefined) this.edits = unconfirmed(this.edits, state.config);
    this.changed();
  }

  /** Nothing typed is held back, and the engine would train with what is set. */
  get canTrain(): boolean {
    const isHeld = Object.values(this.edits).some(({ problem }) => problem !== undefined);
    return !isHeld && this.state?.proposal?.problems.length === 0 && this.state.error === undefined;
  }

  /** What the person has set, as it will be sent. */
  get config(): Config {
    return applyEdits(this.state?.config ?? {}, this.edits);
  }

  /** What the person has set in a field, also when it is held back; undefined: left to the automatic choice. */
  setValue(path: string): unknown {
    const edit = this.edits[path];
    return edit ? edit.value : readPath(this.state?.config, path);
  }

  /** What training would use for a field now. */
  value(path: string): unknown {
    return this.setValue(path) ?? readPath(this.state?.proposal?.config, path);
  }

  /** Whether training would have something in a field now. */
  hasValue(path: string): boolean {
    return (this.value(path) ?? undefined) !== undefined;
  }

  /** Why a field cannot be right. The engine's word on a field counts until the person changes it again. */
  problem(path: string): string | undefined {
    const edit = this.edits[path];
    if (edit) return edit.problem;
    return this.state?.proposal?.problems.find((problem) => problem.path === path)?.message;
  }

  edit(path: string, edit: Edit): void {
    this.edits = { ...this.edits, [path]: edit };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), sendAfter);
    this.changed();
  }

  /** Sends the change that waits, if any. */
  flush(): void {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.post({ type: 'change', config: this.config });
  }

  /** Sends a message of a button, after what was typed before it. */
  send(message: Exclude<FromForm, { type: 'change' }>): void {
    if (message.type === 'reset') {
      this.forgetEdits();
      this.changed();
    } else this.flush();
    this.post(message);
  }

  /** The host's value of a field stands, whatever was typed there. */
  private forget(path: string): void {
    const { [path]: _, ...others } = this.edits;
    this.edits = others;
    this.generation += 1;
    this.changed();
  }

  private forgetEdits(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.edits = {};
    this.generation += 1;
  }
}
