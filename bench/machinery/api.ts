import { jsonCall } from '../../test/support/json-call';
import { CURRENCY } from '../load/bodies';
import { OVERDRAFT } from './limitless';
import { API_KEY } from './servers';

const AT_ONCE = 32;

/** Calls the server as any client does; rejects when it refuses. */
export const call = <T>(url: string, method: string, path: string, body?: object): Promise<T> =>
  jsonCall<T>({ url, method, path, body, apiKey: API_KEY });

/** Whether the server has a route for this at all. */
export async function knows(url: string, method: string, path: string): Promise<boolean> {
  const { status } = await fetch(`${url}${path}`, { method });
  return status !== 404 && status !== 405;
}

/** Opens accounts that never run out of money; answers their ids. */
export async function openAccounts(url: string, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  let left = count;
  const opener = async (): Promise<void> => {
    while (left-- > 0) {
      const body = { currency: CURRENCY, overdraft: OVERDRAFT };
      ids.push((await call<{ readonly id: string }>(url, 'POST', '/v1/accounts', body)).id);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, opener));
  return ids;
}

interface TrialBalance {
  readonly currencies: readonly { readonly currency: string; readonly difference: string }[];
}
interface Verified {
  readonly ok: boolean;
}

const ZERO = /^0(\.0+)?$/;

/** Throws when debits and credits differ, or, where it is asked for, when `verify` finds anything. */
export async function checkBooks(url: string, isThorough: boolean): Promise<void> {
  const balance = await call<TrialBalance>(url, 'GET', '/v1/ledger/trial-balance');
  const wrong = balance.currencies.filter(({ difference }) => !ZERO.test(difference));
  if (wrong.length > 0) throw new Error(`The books do not balance: ${JSON.stringify(wrong)}`);
  if (!isThorough) return;
  const verified = await call<Verified>(url, 'POST', '/v1/ledger/verify');
  if (!verified.ok) throw new Error(`verify found: ${JSON.stringify(verified)}`);
}
