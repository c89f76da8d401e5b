/** A line, its points from left to right. */
export interface Series {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface LineChart {
  readonly title: string;
  readonly subtitle: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly Series[];
}

const [width, height] = [720, 460];
const plot = { left: 76, right: 590, top: 78, bottom: 396 };
/** Apart in hue and in lightness, for every kind of sight and for print. */
const colours = ['#0b5cad', '#2a9d6f', '#d1650a', '#7a4fa3', '#5b6470'];
const shapes = [
  '<circle r="4.5"/>',
  '<rect x="-4" y="-4" width="8" height="8"/>',
  '<path d="M0 -5.5L5 4H-5Z"/>',
  '<path d="M0 -5.5L5.5 0L0 5.5L-5.5 0Z"/>',
  '<path d="M0 5.5L5 -4H-5Z"/>',
];
/** Pixels between the names beside the lines' ends. */
const nameHeight = 18;

/** An SVG with both axes logarithmic, a tick at every x of the points, and the names beside the ends of the lines. */
export const lineChart = ({ title, subtitle, xLabel, yLabel, series }: LineChart): string => {
  const drawn = series.filter(({ points }) => points.length > 0);
  const points = drawn.flatMap((line) => line.points);
  const xs = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b);
  const [low, high] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))];
  const toX = scale(xs[0] ?? 1, xs.at(-1) ?? 1, plot.left + 16, plot.right - 16);
  const toY = scale(low / 1.5, high * 1.5, plot.bottom, plot.top);
  const middle = (plot.top + plot.bottom) / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
      'font-family="system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif" font-size="13" fill="#1f2328">',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(24, 34, title, 'font-size="18" font-weight="600"'),
    text(24, 56, subtitle, 'fill="#59636e"'),
    ...yTicks(low / 1.5, high * 1.5).map(({ value, isMajor }) => yTick(value, toY(value), isMajor)),
    ...xs.map((x) => xTick(x, toX(x))),
    `<path d="M${plot.left} ${plot.bottom}H${plot.right}" stroke="#59636e"/>`,
    text((plot.left + plot.right) / 2, plot.bottom + 44, xLabel, 'text-anchor="middle"'),
    text(24, middle, yLabel, `text-anchor="middle" transform="rotate(-90 24 ${middle})"`),
    ...drawn.map(({ points }, index) =>
      line(
        points.map(({ x, y }) => [toX(x), toY(y)] as const),
        index,
      ),
    ),
    ...names(drawn, toX, toY),
    '</svg>\n',
  ].join('\n');
};

/** Logarithmic; one value alone lies in the middle. */
const scale =
  (from: number, to: number, start: number, end: number): ((value: number) => number) =>
  (value) =>
    from === to ? (start + end) / 2 : start + ((end - start) * Math.log(value / from)) / Math.log(to / from);

/** Powers of ten; 2 and 5 of them besides, named where there is room. */
const yTicks = (from: number, to: number): { value: number; isMajor: boolean }[] => {
  const isNarrow = to / from < 200;
  const ticks = [];
  for (let exponent = Math.floor(Math.log10(from)); exponent <= Math.log10(to); exponent++) {
    for (const factor of [1, 2, 5]) {
      const value = factor * 10 ** exponent;
      if (value >= from && value <= to) ticks.push({ value, isMajor: factor === 1 || isNarrow });
    }
  }
  return ticks;
};

const yTick = (value: number, y: number, isMajor: boolean): string =>
  `<path d="M${plot.left} ${at(y)}H${plot.right}" stroke="${isMajor ? '#d1d9e0' : '#eef1f4'}"/>${
    isMajor ? text(plot.left - 8, y + 4.5, show(value), 'text-anchor="end" fill="#59636e"') : ''
  }`;

const xTick = (value: number, x: number): string =>
  `<path d="M${at(x)} ${plot.bottom}v5" stroke="#59636e"/>${text(
    x,
    plot.bottom + 21,
    show(value),
    'text-anchor="middle" fill="#59636e"',
  )}`;

const line = (points: readonly (readonly [number, number])[], index: number): string => {
  const colour = colours[index % colours.length] ?? '';
  const shape = shapes[index % shapes.length] ?? '';
  const path = points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${at(x)} ${at(y)}`).join('');
  const marks = points.map(([x, y]) => `<g transform="translate(${at(x)} ${at(y)})">${shape}</g>`).join('');
  return (
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2.25" stroke-linejoin="round"/>` +
    `<g fill="${colour}" stroke="#ffffff" stroke-width="1">${marks}</g>`
  );
};

/** Right of the lines' ends, moved down where they would lie on each other. */
const names = (series: readonly Series[], toX: (x: number) => number, toY: (y: number) => number): string[] => {
  const ends = series.map(({ name, points }, index) => ({
    name,
    index,
    y: toY(points.at(-1)?.y ?? 1),
    last: points.at(-1),
  }));
  ends.sort((a, b) => a.y - b.y);
  let above = plot.top - nameHeight;
  return ends.map(({ name, index, y, last }) => {
    above = Math.max(y, above + nameHeight);
    const colour = colours[index % colours.length] ?? '';
    const x = plot.right + 22;
    const leader = `<path d="M${at(toX(last?.x ?? 1) + 7)} ${at(y)}L${x - 4} ${at(above)}" stroke="${colour}" stroke-opacity="0.4" fill="none"/>`;
    return leader + text(x, above + 4.5, name, `fill="${colour}" font-weight="600"`);
  });
};

const text = (x: number, y: number, content: string, attributes: string): string =>
  `<text x="${at(x)}" y="${at(y)}" ${attributes}>${escaped(content)}</text>`;

const at = (pixels: number): string => String(Math.round(pixels * 10) / 10);

const show = (value: number): string =>
  value >= 1 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));

const escaped = (content: string): string =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
