/** Money, as it is written before or after an amount. */
const currency =
  '(?:US|CA|AU|NZ|HK|A|C|S|R|NT)\\$|[$\u20ac\u00a3\u00a5\u20b9\u20bd\u20a9\u20ba\u20ab\u20aa\u0e3f\u20b4\u20a6\u20a1\u20b1]' +
  '|(?:USD|EUR|GBP|JPY|CHF|CNY|INR|AUD|CAD|SEK|NOK|DKK|PLN|CZK|HUF|BRL|MXN|ZAR|KRW|TRY|RUB|SGD|HKD|NZD|ILS|THB)(?![a-z])';

/** Units that stand right behind a number; others are told by the blank between. */
const short =
  '%|\u2030|\u00b0[CFK]?|\u2103|\u2109|[kmc\u00b5\u03bc]?m[\u00b2\u00b323]?|[km\u00b5\u03bc]?g|lbs?|oz|[mc]?[lL]|k?cal|[mk]?s|min|h|[kMG]?(?:W|Wh|V|A|Hz|Pa|J|B)|hPa|m?bar|ppm|ppb|dB|rpm|mph|kmh|km\\/h|m\\/s';

/** What such a unit is counted by. */
const per = '\\/(?:s|min|h|d|kg|[lL]|k?m[\u00b2\u00b323]?)';

/** A unit before a number. */
export const unitBefore = currency;

/** A unit after a number, with the blanks before it. */
export const unitAfter =
  `\\s*(?:${currency}|(?:${short})(?:${per})?)|` +
  // `m3`, `PM2.5`, `W/m^2`: marks and digits within, and no mark at the end.
  '\\s+(?=[\\p{L}\u00b0%/])[\\p{L}\\d\u00b0%\u00b2\u00b3/\u00b7.^]{0,11}[\\p{L}\\d\u00b0%\u00b2\u00b3]';
