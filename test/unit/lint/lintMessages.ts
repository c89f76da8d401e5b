import { ESLint } from 'eslint';
import { expect } from 'vitest';

/** What rules say of code, as if it stood in a file: rules that read syntax alone. */
export const lintMessages = (...rules: readonly string[]): ((filePath: string, code: string) => Promise<string[]>) => {
  const eslint = new ESLint({
    ruleFilter: ({ ruleId }) => rules.includes(ruleId),
    overrideConfig: {
      linterOptions: { reportUnusedDisableDirectives: 'off' },
    },
  });
  return async (filePath, code) => {
    const [result] = await eslint.lintText(code, { filePath });
    expect(result?.fatalErrorCount).toBe(0);
    return result?.messages.map(({ message }) => message) ?? [];
  };
};
