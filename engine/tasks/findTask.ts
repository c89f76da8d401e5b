import { InputError, type Place } from '../errors.ts';
import { tasks } from './registry.ts';
import type { Task } from './task.ts';

/** The task of a name of now or of an earlier version. */
export const findTask = (name: string): Task | undefined =>
  tasks.find((task) => task.name === name || task.formerName === name);

/** Throws an `InputError` for a name that no task has. */
export const taskOf = ({ task: name }: { readonly task: string }, place?: Place): Task => {
  const task = findTask(name);
  if (task) return task;
  const known = tasks.map((each) => each.name).join(', ');
  throw new InputError(
    `there is no task '${name}' in this version of RNN Studio, which knows ${known}; a newer version may have it`,
    place,
  );
};
