import { PROFILES } from './bench';
import type { Case, StoreName } from './case';
import { cases } from './cases';
import { temporaryFolder } from './machinery/leftovers';
import { readOptions, type Options } from './options';
import { outcomeOf, type Outcome } from './outcome';
import { Probe } from './probe';
import { machineOf } from './report/machine';
import { printedProfiles } from './report/profile';
import { writeResults } from './report/results';
import { printed, rowsOf } from './report/table';

/** `S2` chooses S2 and all that begin with `S2-`. */
const isChosen = ({ only }: Options, { id }: Case): boolean =>
  only.length === 0 || only.some((name) => id === name || id.startsWith(`${name}-`));

const chosen = (options: Options): readonly { row: Case; store: StoreName }[] =>
  options.stores.flatMap((store) =>
    cases
      .filter((row) => row.stores.includes(store) && isChosen(options, row))
      .map((row) => ({ row, store })),
  );

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const began = Date.now();
  const runs = chosen(options);
  if (runs.length === 0) throw new TypeError('--only names no case of bench/cases.ts.');
  const folder = temporaryFolder(options.folder);
  const probe = new Probe(folder.path, options.seconds);
  const outcomes: Outcome[] = [];
  try {
    for (const { row, store } of runs) {
      console.error(`${row.id} on ${store}: ${row.what} …`);
      const outcome = await outcomeOf(row, store, options, probe);
      outcomes.push(outcome);
      console.error(`  ${rowsOf([outcome])[0]!.slice(5).filter(Boolean).join(', ')}`);
    }
    const machine = machineOf(probe);
    console.log(`\n${machine.join('\n')}\n\n${printed(outcomes)}`);
    if (options.writes) writeResults({ options, outcomes, machine });
    if (options.profile) console.log(printedProfiles(PROFILES, began));
  } finally {
    probe.close();
    folder.remove();
  }
  // Figures below a goal are no failure; wrong books and servers that break are.
  process.exitCode = outcomes.some(({ result }) => result.kind === 'failed') ? 1 : 0;
}

// Whoever loses patience leaves nothing behind: servers and databases go at this exit.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

main().catch((fault: unknown) => {
  console.error(fault instanceof TypeError ? fault.message : fault);
  process.exitCode = 1;
});
