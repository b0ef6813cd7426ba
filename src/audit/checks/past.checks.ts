import { createHash } from 'node:crypto';
import type { Instant } from '../../kernel/clock';
import type { Balance } from '../../ledger/balance';
import type { PastBalance } from '../../store/store.port';
import type { Check } from '../check';
import { minorOf } from '../sums';

type Minors = Readonly<Record<keyof Balance, bigint>>;

/** One account's past as a digest: two of them are equal when every moment of it is. */
class Past {
  private digest = '';
  private latest: { readonly at: Instant; readonly text: string } | undefined;

  /** Of several balances at one moment the last counts. */
  add(at: Instant, { posted, held, overdraft }: Minors): void {
    if (this.latest !== undefined && this.latest.at !== at) this.digest = this.soFar();
    this.latest = { at, text: [at, posted, held, overdraft].join(' ') };
  }

  soFar(): string {
    const { digest, latest } = this;
    return createHash('sha256')
      .update(`${digest} ${latest?.text ?? ''}`)
      .digest('base64');
  }
}

const inMinors = ({ posted, held, overdraft }: Balance): Minors => ({
  posted: minorOf(posted),
  held: minorOf(held),
  overdraft: minorOf(overdraft),
});

export const pastBalancesEqualLog: Check = {
  name: 'past-balances-equal-log',
  proves: 'What an account is said to have had at any time is what the log says that it had then.',
  watch: (tally, { snapshot, tenantId }) => {
    const replayed = new Map<string, Past>();
    const compare = (account: string, stored: Past): void => {
      tally.expect(
        replayed.get(account)?.soFar() === stored.soFar(),
        () => `The past balances of account ${account} are not what the log makes them.`,
      );
      replayed.delete(account);
    };
    return {
      step: ({ event, leftBalances }) => {
        for (const { accountId, ...balance } of leftBalances) {
          const past = replayed.get(accountId) ?? new Past();
          replayed.set(accountId, past);
          past.add(event.committedAt, inMinors(balance));
        }
      },
      end: async () => {
        for await (const [account, past] of pasts(snapshot.pastBalances(tenantId))) {
          compare(account, past);
        }
        const [missing] = replayed.keys();
        if (missing !== undefined) tally.violated(`Account ${missing} has no past.`);
      },
    };
  },
};

/** The rows of each account together, which follow each other. */
async function* pasts(rows: AsyncIterable<PastBalance>): AsyncIterable<readonly [string, Past]> {
  let account: string | undefined;
  let past = new Past();
  for await (const row of rows) {
    if (account !== undefined && account !== row.accountId) {
      yield [account, past];
      past = new Past();
    }
    account = row.accountId;
    past.add(row.at, row);
  }
  if (account !== undefined) yield [account, past];
}
