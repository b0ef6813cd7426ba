import type { AccountLimits } from '../../src/accounts/account';
import type { AccountId, FlowId } from '../../src/kernel/ids';
import { moneyOf } from '../../src/money';
import type { Anomaly } from '../../src/providers/anomaly';
import type { Task } from '../../src/store/records';
import { ScriptedProvider } from './scripted-provider';
import { HandClock, Stage, type StageOptions } from './stage';

type Options = Pick<StageOptions, 'paymentDeadline'> & {
  readonly limits?: Partial<AccountLimits>;
};

/** An engine on a clock that stands, a provider that answers as it is told, and a customer with 100.00 EUR. */
export class ScriptedPayments {
  private constructor(
    readonly clock: HandClock,
    readonly provider: ScriptedProvider,
    readonly stage: Stage,
    readonly account: AccountId,
  ) {}

  static async open({ limits = {}, ...options }: Options = {}): Promise<ScriptedPayments> {
    const [clock, provider] = [new HandClock(), new ScriptedProvider()];
    const stage = await Stage.open({ clock, provider, ...options });
    const account = await stage.openAccount('EUR', { limits });
    await stage.fund(account, '100', 'EUR');
    return new ScriptedPayments(clock, provider, stage, account);
  }

  /** A withdrawal that the provider was asked for, and answers like this from now on. */
  async withdrawal(answer: ScriptedProvider['onSubmit'], amount = '30'): Promise<FlowId> {
    const { provider, stage } = this;
    const before = provider.times('submit');
    provider.onSubmit = answer;
    const { id } = await stage.withdraw(this.account, moneyOf(amount, 'EUR'));
    await stage.until(() => provider.times('submit') > before);
    await stage.turns.idle();
    return id;
  }

  /** The order to the provider, while it is in the outbox. */
  async submission(id: FlowId): Promise<Task | undefined> {
    return (await this.stage.tasks(id)).find(({ type }) => type === 'payment.submit');
  }

  /** Resolves when the provider has turned the order away for now, and it surely has not got it. */
  async waiting(id: FlowId): Promise<FlowId> {
    const waitsSince = async () => (await this.submission(id))?.waitsSince;
    await this.stage.until(async () => typeof (await waitsSince()) === 'number');
    return id;
  }

  async anomalies(): Promise<readonly Anomaly[]> {
    const { reads, tenantId } = this.stage;
    return (await reads.anomalies(tenantId, { limit: 10, after: null })).items;
  }
}
