import type { Goal, Side } from '../case';
import { median } from '../measure/statistics';
import { verdictOn, type Outcome } from '../outcome';

const HEAD = ['case', 'store', 'what', 'goal', 'stretch', 'figure', 'reached', 'measured'];

/** The outcomes as rows of text, under `HEAD`. */
export const rowsOf = (outcomes: readonly Outcome[]): readonly (readonly string[])[] =>
  outcomes.map(({ row, store, result }) => {
    const asked = [row.id, store, row.what, ...goalOf(row.goal)];
    if (result.kind !== 'measured') return [...asked, '', result.kind, result.why];
    const { figure, ratio } = result;
    const measured = `${sideOf(figure.over)} ÷ ${sideOf(figure.under)}`;
    return [...asked, ratio.toFixed(2), verdictOn(row.goal, ratio), measured];
  });

const signs = { 'at least': '≥', 'at most': '≤' } as const;

function goalOf(goal: Goal | null): readonly string[] {
  if (goal === null) return ['', ''];
  const told = (target: number | null) => (target === null ? '' : `${signs[goal.sense]} ${target}`);
  return [told(goal.goal), told(goal.stretch)];
}

const sideOf = ({ values, unit }: Side): string =>
  `${shown(median(values))}${unit.startsWith('/') ? '' : ' '}${unit}`;

/** As many digits as such a figure is good for. */
const shown = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);

/** For a terminal: columns as wide as what stands in them, without the long words of `what`. */
export function printed(outcomes: readonly Outcome[]): string {
  const what = HEAD.indexOf('what');
  const rows = [HEAD, ...rowsOf(outcomes)].map((row) => row.filter((_, at) => at !== what));
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at]!)).join('  ')).join('\n');
}

export const markdownTable = (outcomes: readonly Outcome[]): string =>
  [HEAD, HEAD.map(() => '---'), ...rowsOf(outcomes)]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
