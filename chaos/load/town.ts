import type { System } from '../system/system';
import { ask } from './api';
import { aLot, codes, pins, type Code } from './money';

export interface Account {
  readonly id: string;
  readonly code: Code;
}

/** What the customers live in: accounts of every kind, rates, a provider. */
export interface Town {
  readonly accounts: readonly Account[];
  /** What the simulator can be asked to do. */
  readonly methods: readonly string[];
}

/** Accounts that can pay for ever, that run dry, and that have limits. */
const kinds: readonly ((code: Code) => Readonly<Record<string, unknown>>)[] = [
  (code) => ({ name: 'rich', overdraft: aLot(code, 1_000_000n) }),
  () => ({ name: 'poor' }),
  (code) => ({
    name: 'limited',
    overdraft: aLot(code, 10n),
    limits: {
      deposit: { max: aLot(code, 1n) },
      withdraw: { daily: aLot(code, 40n) },
      transfer: { max: aLot(code, 1n), daily: aLot(code, 60n) },
    },
  }),
];

/** Built before the first fault. */
export async function build(system: System): Promise<Town> {
  for (const [base, quote, rate] of pins) {
    await ask(system, 'PUT', `/v1/rates/${base}/${quote}`, { rate });
  }
  const accounts: Account[] = [];
  for (const code of codes) {
    for (const [at, kind] of kinds.entries()) {
      const key = { 'idempotency-key': `account-${code}-${String(at)}` };
      const body = { currency: code, ...kind(code) };
      const { id } = await ask<{ id: string }>(system, 'POST', '/v1/accounts', body, key);
      accounts.push({ id, code });
    }
  }
  const { methods } = await ask<Town>(system, 'GET', '/v1/providers/simulator');
  return { accounts, methods };
}
