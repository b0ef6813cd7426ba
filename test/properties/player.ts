import type { FastifyRequest } from 'fastify';
import {
  ChangeAccountCommand,
  CloseAccountCommand,
  FreezeAccountCommand,
  OpenAccountCommand,
  UnfreezeAccountCommand,
} from '../../src/accounts/accounts.messages';
import { touching, type Order } from '../../src/engine/order';
import { OutboxWorker } from '../../src/engine/outbox.worker';
import { RequestDepositCommand } from '../../src/flows/deposit/deposit.messages';
import { CancelPaymentCommand } from '../../src/flows/payment/payment.messages';
import type { PayingFlow } from '../../src/flows/payment/payment.state';
import { RequestTransferCommand } from '../../src/flows/transfer/transfer.messages';
import { RequestWithdrawCommand } from '../../src/flows/withdraw/withdraw.messages';
import type { AccountId, FlowId, IdPrefix, PaymentId, QuoteId } from '../../src/kernel/ids';
import { Simulator } from '../../src/providers/simulator.port';
import { referenceOf } from '../../src/providers/simulator/simulated-payment';
import { signedWebhook } from '../../src/providers/simulator/simulator.webhooks';
import { CreateQuoteCommand } from '../../src/rates/quotes.messages';
import { PinRateCommand, UnpinRateCommand } from '../../src/rates/rates.messages';
import { Inbox, Outbox } from '../../src/store/store.port';
import { ChangeTenantCommand } from '../../src/tenancy/tenancy.messages';
import { WebhookApplier } from '../../src/webhooks/webhook.applier';
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
import { Past } from './past';
import { EXPONENTS, type Currency } from './reference.rates';

/** What another tenant has. */
export interface Foreign {
  readonly account: AccountId;
  readonly quote: QuoteId;
}

/** Plays deeds on the real engine, and tells what came of them in the reference's words. */
export class Player {
  readonly past: Past;
  private readonly accounts: { readonly id: AccountId; readonly currency: Currency }[] = [];
  private readonly quotes: QuoteId[] = [];
  private readonly flowIds = new Map<string, FlowId>();
  private readonly flowAccounts = new Map<string, readonly AccountId[]>();
  private readonly names = new Map<string, string>();

  constructor(
    readonly stage: Stage,
    private readonly foreign: Foreign,
    private readonly clock: HandClock,
  ) {
    this.past = new Past(stage);
  }

  moveClock(milliseconds: number): void {
    this.clock.at += milliseconds;
  }

  /** Asks the provider again what has come due, sooner than it would be found by itself. */
  askAgain(): Promise<void> {
    return this.stage.module.get(OutboxWorker).look();
  }

  accountId(index: number): AccountId {
    const account = this.accounts[index];
    if (account === undefined) throw new Error(`No account ${String(index)} was opened.`);
    return account.id;
  }

  quoteId(index: number): QuoteId {
    const id = this.quotes[index];
    if (id === undefined) throw new Error(`No quote ${String(index)} was made.`);
    return id;
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
    if (isFirst && asked.deed.kind === 'quote' && expected.status === 201) {
      this.quotes.push(order.stream.id as QuoteId);
    }
    if (isFirst && expected.flow !== null) {
      this.names.set(order.stream.id, expected.flow);
      this.flowIds.set(expected.flow, order.stream.id as FlowId);
      this.flowAccounts.set(expected.flow, order.touches.accountIds);
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
    const { headers, body } = signedWebhook(
      this.stage.module.get(Simulator).webhookSecret(tenantId),
      {
        type: `payment.${says}`,
        data: {
          paymentId,
          providerReference: referenceOf({ key: paymentId }),
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

  /** Waits until no turn runs, no task is due to the provider, and no webhook to be applied. */
  async quiet(): Promise<void> {
    const outbox = this.stage.module.get(Outbox);
    const inbox = this.stage.module.get(Inbox);
    const isAtRest = async (): Promise<boolean> => {
      const { tasks } = await outbox.depth(this.clock.at);
      return tasks === 0 && (await inbox.unapplied(1)).length === 0;
    };
    for (let looked = 0; looked < 5_000; looked++) {
      const wasAtRest = await isAtRest();
      // What the store shows is committed, and may not have been told to everybody yet.
      await this.stage.module.get(WebhookApplier).idle();
      await this.stage.turns.idle();
      if (wasAtRest) return;
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
        const { account, quote, requested, method } = deed;
        return this.flow('dep', RequestDepositCommand.type, [account], quote, ([accountId]) => ({
          accountId,
          requested: moneyOf(requested),
          provider: 'simulator',
          source: method,
          metadata: {},
        }));
      }
      case 'withdraw': {
        const { account, quote, requested, method } = deed;
        return this.flow('wdr', RequestWithdrawCommand.type, [account], quote, ([accountId]) => ({
          accountId,
          requested: moneyOf(requested),
          provider: 'simulator',
          destination: method,
          metadata: {},
        }));
      }
      case 'transfer': {
        const { from, to, quote, requested } = deed;
        return this.flow('trf', RequestTransferCommand.type, [from, to], quote, (both) => ({
          fromAccountId: both[0],
          toAccountId: both[1],
          requested: moneyOf(requested),
          metadata: {},
        }));
      }
      case 'cancel':
        return this.cancel(deed.flow);
      case 'quote': {
        const quoteId = ids.next('quo');
        const data = { quoteId, from: moneyOf(deed.from), to: deed.into };
        return this.stage.order('quote', quoteId, CreateQuoteCommand.type, data);
      }
      case 'settings': {
        const settings = {
          spreadBasisPoints: deed.spread ?? undefined,
          rounding: deed.rounding ?? undefined,
        };
        return this.stage.tenantOrder(ChangeTenantCommand.type, { settings });
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
    quote: Who | null,
    data: (accountIds: readonly AccountId[]) => object,
  ): Order {
    const accountIds = who.map((one) => this.idOf(one));
    const quoteId = quote === null ? null : this.quoteIdOf(quote);
    const id = ids.next(prefix satisfies IdPrefix);
    return this.stage.order(
      FLOW_KINDS[prefix],
      id,
      type,
      { ...data(accountIds), quoteId },
      touching({ accountIds, quoteIds: quoteId === null ? [] : [quoteId] }),
    );
  }

  private cancel(flow: string): Order {
    const id = this.flowId(flow);
    const kind = FLOW_KINDS[id.slice(0, 3) as keyof typeof FLOW_KINDS];
    const touches = touching({ accountIds: this.flowAccounts.get(flow) ?? [], tasksOf: [id] });
    return this.stage.order(kind, id, CancelPaymentCommand.type, {}, touches);
  }

  private quoteIdOf(quote: Who): QuoteId {
    if (quote === 'nobody') return ids.next('quo');
    return quote === 'of another tenant' ? this.foreign.quote : this.quoteId(quote);
  }

  private idOf(who: Who): AccountId {
    if (who === 'nobody') return ids.next('acc');
    return who === 'of another tenant' ? this.foreign.account : this.accountId(who);
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
