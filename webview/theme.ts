import { useEffect, useState } from 'preact/hooks';

/** The colours a canvas needs, as the current VS Code theme has them. */
export interface Theme {
  readonly foreground: string;
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  readonly train: string;
  readonly valid: string;
  readonly best: string;
  readonly future: string;
  readonly error: string;
}

const readTheme = (): Theme => {
  const style = getComputedStyle(document.body);
  const read = (...names: readonly string[]): string =>
    names.map((name) => style.getPropertyValue(`--vscode-${name}`).trim()).find((value) => value !== '') ?? style.color;
  return {
    foreground: read('foreground', 'editor-foreground'),
    muted: read('descriptionForeground', 'foreground'),
    grid: read('charts-lines', 'editorWidget-border', 'contrastBorder'),
    background: read('editor-background'),
    train: read('charts-blue'),
    // Orange is see-through in VS Code's own themes, and brown on a dark ground.
    valid: read('charts-yellow'),
    best: read('charts-green'),
    future: read('charts-purple'),
    error: read('errorForeground', 'charts-red'),
  };
};

/** The theme, read again when VS Code switches to another one. */
export const useTheme = (): Theme => {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(readTheme()));
    observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
    // VS Code sets the variables on the root element, sometimes after it has switched the class.
    observer.observe(document.documentElement, { attributeFilter: ['style'] });
    return () => observer.disconnect();
  }, []);
  return theme;
};
