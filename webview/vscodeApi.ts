/** What VS Code gives a webview to talk to its extension and to keep a little state while it is hidden. */
interface VsCodeApi<Message, State> {
  postMessage(message: Message): void;
  getState(): State | undefined;
  setState(state: State): void;
}

declare function acquireVsCodeApi<Message, State>(): VsCodeApi<Message, State>;

/** The one connection of a webview with its host; `acquireVsCodeApi` may be called once only. */
export interface HostConnection<Outgoing, State> {
  readonly post: (message: Outgoing) => void;
  readonly readState: () => State | undefined;
  readonly writeState: (state: State) => void;
}

/** Connects to the host: incoming messages go to `receive`, which has to know every type of them. */
export const connectHost = <Outgoing, State>(receive: (message: unknown) => void): HostConnection<Outgoing, State> => {
  const api = acquireVsCodeApi<Outgoing, State>();
  // Only VS Code's own frame can post here; the protocol file says what it posts.
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => receive(data));
  return {
    post: (message) => api.postMessage(message),
    readState: () => api.getState(),
    writeState: (state) => api.setState(state),
  };
};
