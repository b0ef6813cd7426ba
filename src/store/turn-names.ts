import type { Named, Wanted } from './records';

/** What a turn has for itself from its load to its commit; null: it must be alone. */
export type Names = readonly string[] | null;

/**
 * The names of what a turn does not share. Tenants are not among them: their settings and rates are
 * read by all, and who changes them wants their stream too. Tasks go by their stream: who looks at
 * all of them must not miss one that ends meanwhile. A currency's exponent is that of all tenants. A dead letter may hold the key of any request.
 */
export const namesOf = (wanted: Partial<Wanted>): Names =>
  (wanted.deadLetters ?? []).length > 0 ? null : [...new Set(allNamesOf(wanted))];

const allNamesOf = (wanted: Partial<Wanted>): readonly string[] => [
  ...ids(wanted.accounts),
  ...ids(wanted.flows),
  ...ids(wanted.quotes),
  ...ids(wanted.keys),
  ...ids(wanted.streams),
  ...ids(wanted.webhooks),
  ...(wanted.currencies ?? []).map(({ code }) => `currency ${code}`),
  ...ids(wanted.tasksOf, 'tasks of '),
  ...ids(
    wanted.tasks?.map(({ tenantId, stream }) => ({ tenantId, id: stream.id })),
    'tasks of ',
  ),
  ...(wanted.requests ?? []).map(({ tenantId, scope, key }) => `${tenantId} ${scope} ${key}`),
  ...(wanted.references ?? []).map(({ tenantId, reference }) => `${tenantId} ${reference}`),
];

const ids = (named: readonly Named[] = [], kind = ''): readonly string[] =>
  named.map(({ tenantId, id }) => `${kind}${tenantId} ${id}`);

/** The names that some turns have. */
export class TakenNames {
  private readonly taken = new Set<string>();
  private isEverything = false;
  private turns = 0;

  constructor(turns: Iterable<Names>) {
    for (const names of turns) this.add(names);
  }

  add(names: Names): void {
    this.turns += 1;
    if (names === null) this.isEverything = true;
    for (const name of names ?? []) this.taken.add(name);
  }

  /** Whether a turn that wants these would have to wait for one of them. */
  meet(names: Names): boolean {
    if (names === null) return this.turns > 0;
    return this.isEverything || names.some((name) => this.taken.has(name));
  }
}
