/** Anything that can be let go of; VS Code's own disposables fit. */
export interface Disposing {
  dispose(): unknown;
}

/** Owns what it registers and lets go of it, the newest first, when it is itself disposed of. */
export abstract class Disposable implements Disposing {
  private readonly owned: Disposing[] = [];
  private disposed = false;

  protected get isDisposed(): boolean {
    return this.disposed;
  }

  protected register<T extends Disposing>(resource: T): T {
    if (this.disposed) resource.dispose();
    else this.owned.push(resource);
    return resource;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    for (const resource of this.owned.reverse()) resource.dispose();
    this.owned.length = 0;
  }
}

/** Holds one resource at a time: a new one takes the place of the old one, which is disposed of. */
export class DisposableValue<T extends Disposing> implements Disposing {
  private current: T | undefined;
  private disposed = false;

  get value(): T | undefined {
    return this.current;
  }

  set value(resource: T | undefined) {
    if (resource === this.current) return;
    this.current?.dispose();
    this.current = resource;
    if (this.disposed) this.clear();
  }

  clear(): void {
    this.value = undefined;
  }

  dispose(): void {
    this.disposed = true;
    this.clear();
  }
}
