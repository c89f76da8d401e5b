/** A time as files write it, `2024-01-31 13:05`; at midnight the day alone. Times in files have no zone. */
export const formatTime = (value: number): string =>
  new Date(value)
    .toISOString()
    .replace('T', ' ')
    .replace(/( 00:00)?:00\.000Z$/, '')
    .replace(/\.000Z$/, '');
