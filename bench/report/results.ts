import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoreName } from '../case';
import type { Options } from '../options';
import { shareOf, type Outcome } from '../outcome';
import { bars, growthLine, type Bar } from './svg';
import { markdownTable } from './table';

const FOLDER = join(__dirname, '..');
/** What a person has to say of the figures; taken over into the results. */
const NOTES = join(FOLDER, 'notes.md');

interface Results {
  readonly options: Options;
  readonly outcomes: readonly Outcome[];
  readonly machine: readonly string[];
}

/** Writes `bench/results.md` and its plots. */
export function writeResults({ options, outcomes, machine }: Results): void {
  const plots = plotsOf(outcomes);
  mkdirSync(join(FOLDER, 'plots'), { recursive: true });
  for (const { name, svg } of plots) writeFileSync(join(FOLDER, 'plots', name), svg);
  const parts = [
    '# Results of the benchmark',
    'Written by `npm run bench`; what the cases are and how they are measured: [README.md](README.md). ' +
      'Only ratios count: each is that of the medians of two sides that were measured in turns, ' +
      `${options.rounds} times ${options.seconds} seconds each, at ${options.scale} of the full sizes.`,
    `Taken on ${new Date().toISOString().slice(0, 10)}:`,
    machine.map((line) => `- ${line}`).join('\n'),
    markdownTable(outcomes),
    ...outcomes.flatMap(noteOf),
    ...plots.map(({ name, title }) => `## ${title}\n\n![${title}](plots/${name})`),
    ...(existsSync(NOTES) ? [readFileSync(NOTES, 'utf8').trim()] : []),
  ];
  writeFileSync(join(FOLDER, 'results.md'), `${parts.join('\n\n')}\n`);
}

const noteOf = ({ row, store, result }: Outcome): readonly string[] =>
  result.kind === 'measured' && result.figure.note !== undefined
    ? [`${row.id} on ${store}: ${result.figure.note}`]
    : [];

interface Plot {
  readonly name: string;
  readonly title: string;
  readonly svg: string;
}

const names: Readonly<Record<StoreName, string>> = { sqlite: 'SQLite', postgres: 'PostgreSQL' };

const plotsOf = (outcomes: readonly Outcome[]): readonly Plot[] =>
  (['sqlite', 'postgres'] as const).flatMap((store) => {
    const own = outcomes.filter((outcome) => outcome.store === store);
    const measured = own.flatMap(barOf);
    const goals: readonly Plot[] =
      measured.length === 0
        ? []
        : [
            {
              name: `goals-${store}.svg`,
              title: `Figures against goals, ${names[store]}`,
              svg: bars(measured),
            },
          ];
    return [...goals, ...own.flatMap(growthOf)];
  });

function barOf({ row: { id, goal }, result }: Outcome): readonly Bar[] {
  if (result.kind !== 'measured' || goal === null) return [];
  const { ratio } = result;
  return [
    {
      name: id,
      figure: `${ratio.toFixed(2)} (goal: ${goal.sense} ${goal.goal})`,
      share: shareOf(goal.goal, goal.sense, ratio),
    },
  ];
}

function growthOf({ row: { goal }, store, result }: Outcome): readonly Plot[] {
  if (result.kind !== 'measured' || result.figure.growth === undefined) return [];
  return [
    {
      name: `growth-${store}.svg`,
      title: `Transfers beside an empty database as the log grows, ${names[store]}`,
      svg: growthLine(result.figure.growth, goal?.goal ?? 1),
    },
  ];
}
