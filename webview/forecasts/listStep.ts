/** So many series are listed at first, and so many more each time. */
export const listStep = 100;
