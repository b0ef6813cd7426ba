import type { Point } from '../case';

/** Just as much of SVG as two plots need; readable on a light page and on a dark one. */
const STYLE =
  '<style>text{font:13px system-ui,sans-serif;fill:#555}.value{fill:#2563eb;stroke:#2563eb}' +
  '.missed{fill:#d97706}.mark{stroke:#555;stroke-dasharray:3 3}.axis{stroke:#999}</style>';

const drawing = (width: number, height: number, parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ` +
  `width="${width}" height="${height}">\n${[STYLE, ...parts].join('\n')}\n</svg>\n`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const text = (x: number, y: number, said: string, anchor = 'start'): string =>
  `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escaped(said)}</text>`;

const line = (from: readonly number[], to: readonly number[], name: string): string =>
  `<line x1="${round(from[0]!)}" y1="${round(from[1]!)}" x2="${round(to[0]!)}" ` +
  `y2="${round(to[1]!)}" class="${name}"/>`;

const round = (value: number): number => Math.round(value * 10) / 10;

export interface Bar {
  readonly name: string;
  /** What is written behind it. */
  readonly figure: string;
  /** Of the goal, which is 1. */
  readonly share: number;
}

const ROW = 26;
const LEFT = 150;
const GOAL = 200;
const WIDEST = 2.2;

/** A bar for each case, drawn against its goal; those that go far beyond it are cut. */
export function bars(all: readonly Bar[]): string {
  const height = 40 + all.length * ROW;
  const rows = all.flatMap(({ name, figure, share }, index) => {
    const y = 30 + index * ROW;
    const width = round(Math.min(share, WIDEST) * GOAL);
    const kind = share >= 1 ? 'value' : 'missed';
    return [
      text(LEFT - 8, y + 14, name, 'end'),
      `<rect x="${LEFT}" y="${y}" width="${width}" height="18" class="${kind}"/>`,
      text(LEFT + width + 6, y + 14, figure),
    ];
  });
  const at = LEFT + GOAL;
  return drawing(LEFT + GOAL * WIDEST + 190, height, [
    text(at, 16, 'goal', 'middle'),
    line([at, 22], [at, height - 8], 'mark'),
    ...rows,
  ]);
}

const WIDTH = 560;
const HEIGHT = 260;
const MARGIN = 50;

/** Ratios as something grows, by powers of ten. */
export function growthLine(points: readonly Point[], goal: number): string {
  const sizes = points.map(({ size }) => Math.log10(size));
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const highest = Math.max(1, goal, ...points.map(({ ratio }) => ratio)) * 1.1;
  const x = (size: number) =>
    MARGIN + ((Math.log10(size) - least) / (most - least || 1)) * (WIDTH - 2 * MARGIN);
  const y = (ratio: number) => HEIGHT - MARGIN - (ratio / highest) * (HEIGHT - 2 * MARGIN);
  const path = points.map(({ size, ratio }) => `${round(x(size))},${round(y(ratio))}`).join(' ');
  return drawing(WIDTH, HEIGHT, [
    line([MARGIN, y(0)], [WIDTH - MARGIN, y(0)], 'axis'),
    line([MARGIN, y(goal)], [WIDTH - MARGIN, y(goal)], 'mark'),
    text(WIDTH - MARGIN + 10, y(goal) + 4, 'goal'),
    `<polyline points="${path}" class="value" style="fill:none;stroke-width:2"/>`,
    ...points.flatMap(({ size, ratio }) => [
      `<circle cx="${round(x(size))}" cy="${round(y(ratio))}" r="4" class="value"/>`,
      text(x(size), y(ratio) + 20, ratio.toFixed(2), 'middle'),
      text(x(size), y(0) + 18, size.toLocaleString('en'), 'middle'),
    ]),
    text(WIDTH / 2, HEIGHT - 8, 'events in the log', 'middle'),
  ]);
}
