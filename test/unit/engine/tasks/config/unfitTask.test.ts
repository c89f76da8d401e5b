import { describe, expect, test } from 'vitest';
import { temporaryFile } from '../../files/temporaryFile.ts';
import { completeFile } from '../completeFile.ts';

describe('a task that does not fit the file', () => {
  const labelled = `label,message\n${Array.from({ length: 60 }, (_, row) => `${row % 2 ? 'ham' : 'spam'},"words of message ${row}, which is long enough"`).join('\n')}\n`;

  test('says why, and for what the file seems to be', async () => {
    const forecast = completeFile(temporaryFile(labelled), { task: 'forecast' });
    await expect(forecast).rejects.toThrow(
      /has no column of numbers to forecast; the file seems to be for the task textClassification\. 'message' holds texts/,
    );
    const numbers = `day,sales\n${Array.from({ length: 60 }, (_, row) => `2024-01-${String((row % 28) + 1).padStart(2, '0')},${row}.5`).join('\n')}\n`;
    const { problems } = await completeFile(temporaryFile(numbers), { task: 'textClassification' });
    expect(problems[0]?.message).toMatch(/^no column holds texts; .*; the file seems to be for the task forecast\. /);
  });

  test('of a list of words says that a task is proposed where none is asked for', async () => {
    await expect(completeFile(temporaryFile('Mary\nAnna\nEmma\n'), { task: 'forecast' })).rejects.toThrow(
      'has no column of numbers to forecast; leave the task open, and one that fits is proposed',
    );
  });
});
