import { listed } from '../load/api';
import { isServed, leastServed, promisedFaults, served, shortOf } from '../faults/promise';
import type { Check } from './check';

/** Nothing was put aside: none of these faults is a message's own. */
export const nothingIsParked: Check = async ({ system }) => {
  const parked: string[] = [];
  let listedLetters = 0;
  for await (const letter of listed<Record<string, unknown>>(system, '/v1/dead-letters')) {
    listedLetters++;
    parked.push(
      `${String(letter['id'])} ${String(letter['command'])}: ${String(letter['error']).slice(0, 300)}`,
    );
  }
  return [
    { name: 'no dead letters', figures: `${String(listedLetters)} listed`, differences: parked },
  ];
};

/** The books hold by the program's own audit, too. */
export const booksVerify: Check = async ({ system }) => {
  const { ok, checks } = await system.verify();
  const broken = checks.filter((check) => !check.ok);
  const checked = checks.reduce((sum, check) => sum + check.checked, 0);
  return [
    {
      name: '`cambist verify`',
      figures: `${String(checks.length)} invariants, ${String(checked)} things checked`,
      differences: [
        ...broken.map(({ name, firstViolation }) => `${name}: ${String(firstViolation)}`),
        ...(ok || broken.length > 0 ? [] : ['it says no, and no invariant that is broken']),
      ],
    },
  ];
};

/** Every process ended only when it was made to. */
export const nobodyDied: Check = async ({ system }) => [
  {
    name: 'no process ended by itself',
    figures: system.hosts
      .map(({ name, restarts }) => `${name}: ${String(restarts)} restarts`)
      .join(', '),
    differences: system.hosts.flatMap(({ ownEnds }) => ownEnds),
  },
];

/** It was a storm, and it was served all the same. */
export const itWasAStorm: Check = async ({ journal, options, damage }) => [
  {
    name: 'enough was served',
    figures: `${String(served(journal))} accepted, at least ${String(leastServed(options))} must be`,
    differences: isServed(options, journal) ? [] : ['too little was accepted to prove anything'],
  },
  {
    name: 'enough was broken',
    figures: [...promisedFaults(options, damage)]
      .map(([kind, least]) => `${kind}: ${String(damage.counts.get(kind))} of ${String(least)}`)
      .join(', '),
    differences: [...shortOf(options, damage)].map(
      ([kind, short]) => `${kind}: ${String(short)} more were promised`,
    ),
  },
];
