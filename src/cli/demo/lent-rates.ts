import { remark } from '../print';
import { askServer, callServer, type Door } from '../running-server';

type Pair = readonly [base: string, quote: string];

/** Rates that the tour needs, and what they are pinned to where the server knows none. */
const needed: readonly (readonly [...Pair, rate: string])[] = [
  ['USD', 'EUR', '0.92'],
  ['CHF', 'EUR', '1.05'],
  ['CHF', 'JPY', '170'],
];

const pathOf = ([base, quote]: Pair): string => `/v1/rates/${base}/${quote}`;

/**
 * Lends the server the rates that it has not got for as long as the tour lasts: one that runs in
 * production without a source of rates knows none. Its own rates are left alone, and the lent ones
 * are taken back however the tour ends.
 */
export async function withRates<T>(
  door: Door,
  tell: (pairs: readonly string[]) => void,
  tour: () => Promise<T>,
): Promise<T> {
  const lent: Pair[] = [];
  const takeBack = async (): Promise<void> => {
    for (const pair of lent.splice(0)) await callServer(door, 'DELETE', pathOf(pair));
  };
  const interrupted = (): void => {
    void takeBack()
      .catch(() => remark('The rates that were pinned for the tour could not be taken back.'))
      .finally(() => process.exit(2));
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    for (const [base, quote, rate] of needed) {
      const pair: Pair = [base, quote];
      if ((await askServer(door, 'GET', pathOf(pair))).status < 400) continue;
      await callServer(door, 'PUT', pathOf(pair), { rate });
      lent.push(pair);
    }
    tell(lent.map(([base, quote]) => `${base}/${quote}`));
    return await tour();
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await takeBack();
  }
}
