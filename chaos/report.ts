import { cpus, release, totalmem, type } from 'node:os';
import type { Evidence, Finding } from './compare/check';
import type { Options, Plan } from './options';
import type { Run } from './run';

/** One look at everything: after healing, and after one more restart. */
export interface Look {
  readonly when: string;
  readonly findings: readonly Finding[];
}

export interface Outcome {
  readonly plan: Plan;
  readonly runs: readonly Run[];
  /** Milliseconds. */
  readonly took: number;
  readonly version: string;
}

/** Every part was looked at twice, and nowhere was a difference. */
export const isClean = (runs: readonly Pick<Run, 'looks'>[]): boolean =>
  runs.every(
    ({ looks }) =>
      looks.length === 2 &&
      looks.every(({ findings }) => findings.every(({ differences }) => differences.length === 0)),
  );

/** Differences that are shown of one check; the data tells the others. */
const SHOWN = 5;

/** The whole run as a page of Markdown. */
export function reportOf(outcome: Outcome): string {
  const { plan, runs } = outcome;
  const verdict = isClean(runs)
    ? '**Nothing was lost, nothing was doubled: no difference.**'
    : '**THERE ARE DIFFERENCES.**';
  return [
    `# Chaos: ${plan.profileName}, seed ${plan.seed}`,
    verdict,
    how(outcome),
    ...runs.flatMap(partOf),
  ].join('\n\n');
}

function how({ plan, took, version }: Outcome): string {
  const [cpu] = cpus();
  return table(
    ['what', 'how'],
    [
      ['command', `\`${plan.command}\``],
      ['version', version],
      ['took', `${inSeconds(took)} in all`],
      [
        'machine',
        `${String(cpus().length)} × ${cpu?.model ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${type()} ${release()}, Node ${process.version}`,
      ],
    ],
  );
}

const inSeconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(0)} s`;

function partOf({ evidence, looks }: Run): string[] {
  return [
    `## ${systemOf(evidence.options)}`,
    `### Calls in ${inSeconds(evidence.lasted)} of load and faults`,
    calls(evidence),
    '### Faults',
    faults(evidence),
    ...looks.flatMap(({ when, findings }) => [`### Compared ${when}`, compared(findings)]),
  ];
}

function systemOf({ store, instances }: Options): string {
  const name = { sqlite: 'SQLite', postgres: 'PostgreSQL' }[store];
  return `${name}, ${instances === 1 ? 'one server' : `${String(instances)} servers`}`;
}

function calls({ journal }: Evidence): string {
  const heard = [...journal.heard].sort(([one], [other]) => (one < other ? -1 : 1));
  const entries = [...journal.entries.values()];
  const cancels = entries.filter(({ call }) => call.cancels !== null).length;
  const cancelled = entries.filter(({ isCancelled }) => isCancelled).length;
  return table(
    ['calls', 'count'],
    [
      ['keys', String(entries.length)],
      ['of these, cancels', `${String(cancels)}, in time ${String(cancelled)}`],
      ['sendings', String(journal.sent)],
      ['of these, of a key sent before', String(journal.repeated)],
      ...heard.map(([what, count]) => [`answered ${what}`, String(count)] as const),
    ],
  );
}

function faults({ damage, system }: Evidence): string {
  return table(
    ['fault', 'count'],
    [
      ...[...damage.counts].map(([kind, count]) => [kind, String(count)] as const),
      ...[...damage.missing].map(([kind, why]) => [kind, `NOT DONE: ${why}`] as const),
      ...system.hosts.map(
        ({ name, restarts, failedStarts, brokenDrains }) =>
          [
            `restarts of ${name}`,
            `${String(restarts)} (${String(failedStarts)} tries failed, ${String(brokenDrains)} drains broken off)`,
          ] as const,
      ),
    ],
  );
}

function compared(findings: readonly Finding[]): string {
  const rows = findings.map(
    ({ name, figures, differences }) =>
      [name, figures, differences.length === 0 ? 'none' : String(differences.length)] as const,
  );
  const first = findings.flatMap(({ name, differences }) =>
    differences.slice(0, SHOWN).map((difference) => `- ${name}: ${difference}`),
  );
  return [table(['check', 'figures', 'differences'], rows), ...first].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
