import * as z from 'zod';

// Fields of `data` that mean the same to several tasks.

export const labelField = z.string().describe('The column that holds the class.');

export const foldField = z.boolean().describe('Fold text to lower case before it becomes symbols.');
