import { formatNumber } from '../formatNumber.ts';

/** A learning rate as a person writes it, two digits of it: `0.018`, `3.1e−5`. */
export const formatRate = (rate: number): string => formatNumber(Number(rate.toPrecision(2)), 3);
