import type { Random } from './random';

/** What the clients of a load ask for. */
export type Asking = 'transfer' | 'withdrawal' | 'bulk';

/** How many transfers stand in one call of a bulk load. */
export const IN_BULK = 1_000;

export const CURRENCY = 'EUR';

const money = (random: Random) => ({
  amount: `${1 + random.below(20)}.${String(random.below(100)).padStart(2, '0')}`,
  currency: CURRENCY,
});

function transfer(accounts: readonly string[], random: Random) {
  const from = random.below(accounts.length);
  // Any other one, each as likely.
  const to = (from + 1 + random.below(accounts.length - 1)) % accounts.length;
  return { fromAccountId: accounts[from], toAccountId: accounts[to], ...money(random) };
}

/** The body of one request between accounts that a seed chooses; `key` is its own. */
export const bodies: Readonly<
  Record<Asking, (accounts: readonly string[], random: Random, key: string) => object>
> = {
  transfer,
  withdrawal: (accounts, random) => ({
    accountId: accounts[random.below(accounts.length)],
    destination: 'sim:success',
    ...money(random),
  }),
  bulk: (accounts, random, key) => ({
    atomic: false,
    items: Array.from({ length: IN_BULK }, (_, index) => ({
      kind: 'transfer',
      idempotencyKey: `${key}-${index}`,
      ...transfer(accounts, random),
    })),
  }),
};
