/** Milliseconds after which a wait is given up. It only ends hangs: a busy machine takes its time. */
export const patience = 3 * 60_000;
