import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HandClock, Stage } from '../../test/support/stage';
import { Projector } from '../engine/projector';
import { FlowsModule } from '../flows/flows.module';
import type { AccountId, FlowId } from '../kernel/ids';
import { moneyOf } from '../money';
import { projections } from '../projections';
import { chainsOf, providedBy } from './chains';
import type { RunningCode } from './verify';

export const runningCode = (): RunningCode => ({
  projector: new Projector(projections),
  chains: chainsOf(providedBy(FlowsModule)),
});

/** A folder of its own for a test's database files. */
export const aFolder = (): { readonly path: string; readonly remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'cambist-audit-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/** Who and what is in the company's books. */
export interface Company {
  readonly eur: AccountId;
  readonly usd: AccountId;
  readonly jpy: AccountId;
  readonly eth: AccountId;
  readonly completedDeposit: FlowId;
  readonly failedWithdrawal: FlowId;
  readonly pendingWithdrawal: FlowId;
  readonly pendingDeposit: FlowId;
  readonly rejected: FlowId;
  readonly transfer: FlowId;
}

/** A small history in which every kind of flow meets every kind of end, over several days. */
export const playCompany = async (stage: Stage, clock: HandClock): Promise<Company> => {
  const eur = await stage.openAccount('EUR', { overdraft: '50' });
  const usd = await stage.openAccount('USD');
  const jpy = await stage.openAccount('JPY');
  const eth = await stage.openAccount('ETH');
  await stage.pin('USD', 'EUR', '0.92');
  await stage.pin('USD', 'JPY', '149.285');
  await stage.pin('GBP', 'USD', '1.27');
  await stage.fund(eth, '1234.567890123456789012', 'ETH');
  await stage.fund(usd, '5000', 'USD');
  for (let day = 0; day < 5; day++) {
    clock.at += 86_400_000;
    const { id } = await stage.deposit(eur, moneyOf(`${100 + day}.37`, 'USD'));
    await stage.ended(id);
    await stage.transfer(usd, jpy, moneyOf('3.33', 'GBP'));
  }
  const { id: completedDeposit } = await stage.deposit(eur, moneyOf('77.77', 'USD'));
  await stage.ended(completedDeposit);
  const failed = await stage.withdraw(eur, moneyOf('30.01', 'USD'), 'sim:decline');
  await stage.ended(failed.id);
  const paid = await stage.withdraw(eur, moneyOf('12.34', 'EUR'));
  await stage.ended(paid.id);
  const pending = await stage.withdraw(eur, moneyOf('10.00', 'USD'), 'sim:manual');
  const coming = await stage.ask(
    stage.depositOrder(usd, moneyOf('10.00', 'USD'), { source: 'sim:manual' }),
  );
  const rejected = await stage.withdraw(eth, moneyOf('99999', 'ETH'));
  await stage.withdraw(eth, moneyOf('1', 'CHF'));
  await stage.settings({ spreadBasisPoints: 50, rounding: 'half-even' });
  const quoteId = await stage.quote(moneyOf('20.02', 'USD'), 'EUR');
  await stage.quote(moneyOf('1.00', 'USD'), 'EUR');
  const transfer = await stage.transfer(usd, eur, moneyOf('20.02', 'USD'), quoteId);
  await until(async () => (await stage.eventTypes(pending.id)).includes('payment.submitted'));
  await until(async () => (await stage.eventTypes(coming.id)).includes('payment.submitted'));
  return {
    eur,
    usd,
    jpy,
    eth,
    completedDeposit,
    failedWithdrawal: failed.id,
    pendingWithdrawal: pending.id,
    pendingDeposit: coming.id,
    rejected: rejected.id,
    transfer: transfer.id,
  };
};

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let waited = 0; waited < 500; waited++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('It did not come to be within five seconds.');
};
