import { answersAreDefinite, answersAreRepeated } from './answers.check';
import { balancesAreReckoned } from './balances.check';
import type { Check, Evidence, Finding } from './check';
import { eventsAreWhole } from './events.check';
import { flowsAreTheCalls, quotesServeOnce } from './flows.check';
import { booksVerify, itWasAStorm, nobodyDied, nothingIsParked } from './operations.check';
import { simulatorAgrees } from './simulator.check';

const checks: readonly Check[] = [
  itWasAStorm,
  nobodyDied,
  answersAreDefinite,
  flowsAreTheCalls,
  quotesServeOnce,
  balancesAreReckoned,
  simulatorAgrees,
  eventsAreWhole,
  nothingIsParked,
  answersAreRepeated,
  booksVerify,
];

/** Compares everything that is known with everything that the servers say. */
export async function compare(evidence: Evidence): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const check of checks) findings.push(...(await check(evidence)));
  return findings;
}
