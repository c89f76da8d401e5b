import * as vscode from 'vscode';

type Show = typeof vscode.window.showErrorMessage;

/** Stands in for the person who reads messages: records them and presses the button named. */
export class Notifications {
  readonly shown: { readonly message: string; readonly buttons: readonly string[] }[] = [];
  private readonly original = {
    showErrorMessage: vscode.window.showErrorMessage,
    showWarningMessage: vscode.window.showWarningMessage,
    showInformationMessage: vscode.window.showInformationMessage,
  };

  /** @param answer gives the button to press for a message, or nothing to leave it */
  constructor(answer: (message: string, buttons: readonly string[]) => string | undefined = () => undefined) {
    const show = (async (message: string, ...rest: unknown[]) => {
      const buttons = rest.filter((item) => typeof item === 'string');
      this.shown.push({ message, buttons });
      return answer(message, buttons);
    }) as Show;
    Object.assign(vscode.window, {
      showErrorMessage: show,
      showWarningMessage: show,
      showInformationMessage: show,
    });
  }

  get messages(): readonly string[] {
    return this.shown.map(({ message }) => message);
  }

  restore(): void {
    Object.assign(vscode.window, this.original);
  }
}
