import type { Balance } from '../../src/ledger/balance';
import type { Account } from '../../src/accounts/account';
import type { Instant } from '../../src/kernel/clock';
import type { Stage } from '../support/stage';

const wordsOf = ({ posted, held, overdraft }: Balance): string =>
  `posted ${posted.amount}, held ${held.amount}, overdraft ${overdraft.amount}`;

/** What was seen of accounts at the time, to be held against what the store says of it later. */
export class Past {
  private readonly seen = new Map<string, { account: Account; at: Instant }>();

  constructor(private readonly stage: Stage) {}

  /** Of two looks at one committed time the later one counts. */
  async remember(account: Account): Promise<void> {
    const { at } = await this.stage.audit.head(this.stage.tenantId);
    this.seen.set(`${account.id} ${at}`, { account, at });
  }

  /** Every moment that is told otherwise than it was. */
  async differences(): Promise<string[]> {
    const found: string[] = [];
    for (const { account, at } of this.seen.values()) {
      const told = await this.stage.reads.balanceAt(account.tenantId, account.id, at);
      const [is, was] = [told && wordsOf(told), wordsOf(account)];
      if (is !== was) found.push(`${account.id} at ${at}: ${String(is)} instead of ${was}`);
    }
    return found;
  }
}
