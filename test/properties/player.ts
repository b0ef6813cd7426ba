import type { FastifyRequest } from 'fastify';
import {
  ChangeAccountCommand,
  CloseAccountCommand,
  FreezeAccountCommand,
  OpenAccountCommand,
  UnfreezeAccountCommand,
} from '../../src/accounts/accounts.messages';
import { touching, type Order } from '../../src/engine/order';
import { RequestDepositCommand } from '../../src/flows/deposit/deposit.messages';
import type { PayingFlow } from '../../src/flows/payment/payment.state';
import { RequestTransferCommand } from '../../src/flows/transfer/transfer.messages';
import { RequestWithdrawCommand } from '../../src/flows/withdraw/withdraw.messages';
import type { AccountId, FlowId, IdPrefix, PaymentId } from '../../src/kernel/ids';
import { Simulator } from '../../src/providers/simulator.port';
import { PinRateCommand, UnpinRateCommand } from '../../src/rates/rates.messages';
import { Inbox, Outbox } from '../../src/store/store.port';
import { WebhooksController } from '../../src/webhooks/webhooks.controller';
import { ids, type HandClock, type Stage } from '../support/stage';
import {
  BOUNDS,
  KINDS,
  type Amount,
  type Answer,
  type Asked,
  type Deed,
  type LimitsPatch,
  type News,
  type Who,
} from './deeds';
import { fixed, plain } from './decimals';
import { EXPONENTS, type Currency } from './reference.rates';

/** Plays deeds on the real engine, and tells what came of them in the reference's words. */
export class Player {
  private readonly accounts: { readonly id: AccountId; readonly currency: Currency }[] = [];
  private readonly flowIds = new Map<string, FlowId>();
  private readonly names = new Map<string, string>();

  constructor(
    readonly stage: Stage,
    private readonly foreignAccount: AccountId,
    private readonly clock: HandClock,
  ) {}

  moveClock(milliseconds: number): void {
    this.clock.at += milliseconds;
  }

  accountId(index: number): AccountId {
    const account = this.accounts[index];
    if (account === undefined) throw new Error(`No account ${String(index)} was opened.`);
    return account.id;
  }

  flowId(name: string): FlowId {
    const id = this.flowIds.get(name);
    if (id === undefined) throw new Error(`No flow ${name} has begun.`);
    return id;
  }

  /** The reference's name of a ledger account or flow; what has none keeps its own. */
  nameOf(id: string): string {
    return this.names.get(id) ?? id;
  }

  /** The order of a deed. By what the reference expects of it, its account or flow gets a name. */
  order(asked: Asked, expected: Answer): Order {
    const order = this.orderOf(asked.deed);
    const { isDryRun, key } = asked;
    const isFirst = expected.status !== 400 && !expected.isReplayed && !isDryRun;
    if (isFirst && asked.deed.kind === 'open' && expected.status === 201) {
      const id = order.stream.id as AccountId;
      this.names.set(id, `A${String(this.accounts.length)}`);
      this.accounts.push({ id, currency: asked.deed.currency });
    }
    if (isFirst && expected.flow !== null) {
      this.names.set(order.stream.id, expected.flow);
      this.flowIds.set(expected.flow, order.stream.id as FlowId);
    }
    const idempotency = key === null ? null : { scope: 'any', key, bodyHash: asked.body };
    return { ...order, origin: { kind: 'request', idempotency, dryRun: isDryRun } };
  }

  /** Sends them at the same moment, so that one turn carries all of them. */
  async carry(orders: readonly Order[]): Promise<{ answers: Answer[]; sizes: number[] }> {
    const sizes: number[] = [];
    const subscription = this.stage.turns.sizes$.subscribe((size) => sizes.push(size));
    try {
      const answers = await Promise.all(orders.map((order) => this.answerTo(order)));
      return { answers, sizes };
    } finally {
      subscription.unsubscribe();
    }
  }

  /** The provider's call, as it comes in over HTTP: proved, stored, answered, and then applied. */
  async call({ event, flow, says, claimed }: News): Promise<void> {
    const state =
      flow === null
        ? undefined
        : ((await this.stage.reads.flow(this.stage.tenantId, this.flowId(flow))) as PayingFlow);
    const paymentId: PaymentId = state?.paymentId ?? ids.next('pay');
    const { tenantId } = this.stage;
    const { headers, body } = this.stage.module.get(Simulator).signed(
      tenantId,
      {
        type: `payment.${says}`,
        data: {
          paymentId,
          providerReference: `ref_${paymentId}`,
          amount: fixed(claimed.minor, EXPONENTS[claimed.currency]),
          currency: claimed.currency,
          reason: null,
        },
      },
      this.clock.now(),
      event,
    );
    const request = { headers } as unknown as FastifyRequest;
    const controller = this.stage.module.get(WebhooksController);
    await controller.receive('simulator', tenantId, Buffer.from(body), request);
  }

  /** Waits until no turn runs, no task waits for the provider, and no webhook to be applied. */
  async quiet(): Promise<void> {
    const outbox = this.stage.module.get(Outbox);
    const inbox = this.stage.module.get(Inbox);
    for (let looked = 0; looked < 5_000; looked++) {
      await this.stage.turns.idle();
      const { tasks } = await outbox.depth();
      const webhooks = await inbox.unapplied(1);
      if (tasks === 0 && webhooks.length === 0 && this.stage.turns.backlog === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    throw new Error('The engine did not come to rest.');
  }

  private async answerTo(order: Order): Promise<Answer> {
    const settled = await this.stage.engine.carry(order);
    if (settled.kind !== 'replied') throw new Error('A request is always replied to.');
    const { reply, replayed } = settled;
    const said = JSON.parse(reply.body) as Said;
    const isDryRun = order.origin.kind === 'request' && order.origin.dryRun;
    return {
      status: reply.status as Answer['status'],
      code: said.code ?? said.turnedAway?.code ?? said.flow?.failure?.code ?? null,
      flow: said.flow && !isDryRun ? this.nameOf(said.flow.id) : null,
      isReplayed: replayed,
    };
  }

  private orderOf(deed: Deed): Order {
    switch (deed.kind) {
      case 'open':
        return this.open(deed);
      case 'change':
        return this.change(deed);
      case 'freeze':
        return this.onAccount(FreezeAccountCommand.type, deed.account);
      case 'unfreeze':
        return this.onAccount(UnfreezeAccountCommand.type, deed.account);
      case 'close':
        return this.onAccount(CloseAccountCommand.type, deed.account);
      case 'deposit': {
        const { account, requested, method } = deed;
        return this.flow('dep', RequestDepositCommand.type, [account], ([accountId]) => ({
          accountId,
          requested: moneyOf(requested),
          provider: 'simulator',
          source: method,
          quoteId: null,
          metadata: {},
        }));
      }
      case 'withdraw': {
        const { account, requested, method } = deed;
        return this.flow('wdr', RequestWithdrawCommand.type, [account], ([accountId]) => ({
          accountId,
          requested: moneyOf(requested),
          provider: 'simulator',
          destination: method,
          quoteId: null,
          metadata: {},
        }));
      }
      case 'transfer': {
        const { from, to, requested } = deed;
        return this.flow('trf', RequestTransferCommand.type, [from, to], (both) => ({
          fromAccountId: both[0],
          toAccountId: both[1],
          requested: moneyOf(requested),
          quoteId: null,
          metadata: {},
        }));
      }
      case 'pin': {
        const { base, quote, rate } = deed;
        const data = { base, quote, value: plain(rate) };
        return this.stage.tenantOrder(PinRateCommand.type, data);
      }
      case 'unpin': {
        const { base, quote } = deed;
        return this.stage.tenantOrder(UnpinRateCommand.type, { base, quote });
      }
    }
  }

  private open({ currency, limits, overdraft, reference }: Deed & { kind: 'open' }): Order {
    const accountId = ids.next('acc');
    const touches = touching(reference === null ? {} : { references: [reference] });
    const data = {
      accountId,
      currency,
      name: null,
      reference,
      limits: limitsOf(limits, currency),
      overdraft: moneyOf({ minor: overdraft, currency }),
      metadata: {},
    };
    return this.stage.order('account', accountId, OpenAccountCommand.type, data, touches);
  }

  private change({ account, limits, overdraft, version }: Deed & { kind: 'change' }): Order {
    const known = typeof account === 'number' ? this.accounts[account] : undefined;
    const currency = known?.currency ?? 'EUR';
    return this.onAccount(ChangeAccountCommand.type, account, {
      expectedVersion: version,
      limits: limitsOf(limits, currency),
      ...(overdraft === null ? {} : { overdraft: moneyOf({ minor: overdraft, currency }) }),
    });
  }

  private onAccount(type: string, who: Who, more: object = {}): Order {
    const accountId = this.idOf(who);
    const touches = touching({ accountIds: [accountId] });
    return this.stage.order('account', accountId, type, { accountId, ...more }, touches);
  }

  private flow(
    prefix: keyof typeof FLOW_KINDS,
    type: string,
    who: readonly Who[],
    data: (accountIds: readonly AccountId[]) => unknown,
  ): Order {
    const accountIds = who.map((one) => this.idOf(one));
    const id = ids.next(prefix satisfies IdPrefix);
    return this.stage.order(
      FLOW_KINDS[prefix],
      id,
      type,
      data(accountIds),
      touching({ accountIds }),
    );
  }

  private idOf(who: Who): AccountId {
    if (who === 'nobody') return ids.next('acc');
    return who === 'of another tenant' ? this.foreignAccount : this.accountId(who);
  }
}

const FLOW_KINDS = { dep: 'deposit', wdr: 'withdraw', trf: 'transfer' } as const;

interface Said {
  readonly code?: string;
  readonly turnedAway?: { readonly code: string } | null;
  readonly flow?: { readonly id: string; readonly failure: { readonly code: string } | null };
}

const moneyOf = ({ minor, currency }: Amount) => ({
  amount: fixed(minor, EXPONENTS[currency]),
  currency,
});

function limitsOf(limits: LimitsPatch, currency: Currency): object {
  return Object.fromEntries(
    KINDS.flatMap((kind) => {
      const bounds = limits[kind];
      return bounds === undefined ? [] : [[kind, boundsOf(bounds, currency)]];
    }),
  );
}

function boundsOf(bounds: NonNullable<LimitsPatch['deposit']>, currency: Currency): object {
  return Object.fromEntries(
    BOUNDS.flatMap((bound) => {
      const minor = bounds[bound];
      if (minor === undefined) return [];
      return [[bound, minor === null ? null : moneyOf({ minor, currency })]];
    }),
  );
}
