import 'reflect-metadata';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import pino from 'pino';
import type { Account, AccountLimits } from '../../src/accounts/account';
import { AccountsModule } from '../../src/accounts/accounts.module';
import { FreezeAccountCommand, OpenAccountCommand } from '../../src/accounts/accounts.messages';
import { Engine } from '../../src/engine/engine';
import { EngineModule } from '../../src/engine/engine.module';
import { OutboxModule } from '../../src/engine/outbox.module';
import { Replies, touching, type Carried, type Order, type Reply } from '../../src/engine/order';
import { Turns } from '../../src/engine/turns';
import { RequestDepositCommand } from '../../src/flows/deposit/deposit.messages';
import { FlowsModule } from '../../src/flows/flows.module';
import { CancelPaymentCommand } from '../../src/flows/payment/payment.messages';
import { RequestTransferCommand } from '../../src/flows/transfer/transfer.messages';
import { RequestWithdrawCommand } from '../../src/flows/withdraw/withdraw.messages';
import { Clock } from '../../src/kernel/clock';
import type { FlowState } from '../../src/kernel/flow-state';
import {
  TimeOrderedIds,
  type AccountId,
  type FlowId,
  type QuoteId,
  type TenantId,
} from '../../src/kernel/ids';
import { moneyOf, type Money } from '../../src/money';
import { projections } from '../../src/projections';
import { ConfiguredProviders } from '../../src/providers/configured-providers';
import { Providers, type PaymentProvider } from '../../src/providers/provider.port';
import { ProvidersModule } from '../../src/providers/providers.module';
import type { SourceOptions } from '../../src/rates/http/http-rates';
import { RatesModule } from '../../src/rates/rates.module';
import { CreateQuoteCommand } from '../../src/rates/quotes.messages';
import { PinRateCommand } from '../../src/rates/rates.messages';
import type { Posting, StoredEvent, Task } from '../../src/store/records';
import { StoreModule } from '../../src/store/store.module';
import { AuditStore, ReadStore } from '../../src/store/store.port';
import type { TenantSettings } from '../../src/tenancy/tenancy';
import { ChangeTenantCommand, CreateTenantCommand } from '../../src/tenancy/tenancy.messages';
import { TenancyModule } from '../../src/tenancy/tenancy.module';
import { aPassingDatabase } from './database';

export const ids = new TimeOrderedIds();

/** A clock that stands where a test puts it. */
export class HandClock extends Clock {
  constructor(public at = Date.parse('2026-11-21T10:00:00.000Z')) {
    super();
  }
  override millis(): number {
    return this.at;
  }
}

/** Replies in the plainest words: what became of the flow or the account. */
class PlainReplies extends Replies {
  override to({ order, world, turnedAway }: Carried): Reply {
    const flow = world.flow(order.tenantId, order.stream.id)?.state;
    const status = turnedAway ? 400 : flow?.status === 'rejected' ? 422 : 201;
    return { status, body: JSON.stringify({ turnedAway, flow }), location: null };
  }
  override keyReused(): Reply {
    return { status: 422, body: '{"code":"idempotency-key-reused"}', location: null };
  }
  override isKept({ status }: Reply): boolean {
    return status < 300 || status === 422;
  }
}

@Module({})
class PlainRepliesModule {
  static make(): DynamicModule {
    const replies = { provide: Replies, useClass: PlainReplies };
    return { module: PlainRepliesModule, global: true, providers: [replies], exports: [Replies] };
  }
}

export interface StageOptions {
  readonly url?: string;
  readonly clock?: Clock;
  readonly logger?: pino.Logger;
  /** In the simulator's place. */
  readonly provider?: PaymentProvider;
  /** Beside that one. */
  readonly otherProvider?: PaymentProvider;
  /** Seconds. */
  readonly paymentDeadline?: number;
  /** Where rates are fetched; nowhere when it is not given. */
  readonly source?: SourceOptions;
  /** More providers: a saga or a handler that misbehaves. */
  readonly providers?: Provider[];
}

/** What an engine answers when it is asked for a flow. */
export interface Told {
  readonly status: number;
  readonly id: FlowId;
  readonly replayed: boolean;
  readonly flow: FlowState | undefined;
}

const noLimits: AccountLimits = {
  deposit: { min: null, max: null, daily: null },
  withdraw: { min: null, max: null, daily: null },
  transfer: { min: null, max: null, daily: null },
};

/** The engine with its flows and its store, and without HTTP: where flows are played as stories. */
export class Stage {
  readonly tenantId: TenantId = ids.next('ten');

  private constructor(
    readonly module: TestingModule,
    private readonly forget: () => Promise<void> = () => Promise.resolve(),
  ) {}

  static async open(options: StageOptions = {}): Promise<Stage> {
    const { clock, providers = [], source } = options;
    const { paymentDeadline = 604_800, provider, otherProvider } = options;
    const own = options.url === undefined ? await aPassingDatabase() : undefined;
    const url = options.url ?? own?.ownersUrl ?? '';
    const logger = options.logger ?? pino({ level: 'silent' });
    const time = clock === undefined ? {} : { clock };
    const building = Test.createTestingModule({
      imports: [
        StoreModule.forRoot({ url, ...time }),
        EngineModule.forRoot({ projections, logger, ...time }),
        OutboxModule,
        RatesModule.forRoot({ isProduction: true, source }),
        ProvidersModule.forRoot({ masterKey: Buffer.alloc(32, 7), ...time }),
        PlainRepliesModule.make(),
        TenancyModule,
        AccountsModule,
        FlowsModule.forRoot({ paymentDeadline }),
      ],
      providers,
    }).setLogger(false as never);
    if (provider) {
      building
        .overrideProvider(Providers)
        .useValue(new ConfiguredProviders([provider, ...(otherProvider ? [otherProvider] : [])]));
    }
    const module = await building.compile();
    await module.init();
    const stage = new Stage(module, own?.drop);
    await stage.send(stage.tenantOrder(CreateTenantCommand.type, { name: 'stage' }));
    return stage;
  }

  /** The same engine and store, for a tenant of its own. */
  async anotherTenant(): Promise<Stage> {
    const stage = new Stage(this.module);
    await stage.send(stage.tenantOrder(CreateTenantCommand.type, { name: 'another' }));
    return stage;
  }

  get engine(): Engine {
    return this.module.get(Engine);
  }

  get turns(): Turns {
    return this.module.get(Turns);
  }

  get reads(): ReadStore {
    return this.module.get(ReadStore, { strict: false });
  }

  get audit(): AuditStore {
    return this.module.get(AuditStore, { strict: false });
  }

  async close(): Promise<void> {
    await this.module.close();
    await this.forget();
  }

  async openAccount(
    currency: string,
    terms: { limits?: Partial<AccountLimits>; overdraft?: string } = {},
  ): Promise<AccountId> {
    const accountId = ids.next('acc');
    await this.send(this.openingOrder(accountId, currency, terms));
    return accountId;
  }

  openingOrder(
    accountId: AccountId,
    currency: string,
    terms: { limits?: Partial<AccountLimits>; overdraft?: string } = {},
  ): Order {
    return this.order('account', accountId, OpenAccountCommand.type, {
      accountId,
      currency,
      name: null,
      reference: null,
      limits: { ...noLimits, ...terms.limits },
      overdraft: moneyOf(terms.overdraft ?? '0', currency),
      metadata: {},
    });
  }

  async pin(base: string, quote: string, value: string): Promise<void> {
    await this.send(this.tenantOrder(PinRateCommand.type, { base, quote, value }));
  }

  /** A quote for this money; the rates must know the pair. */
  async quote(from: Money, to: string): Promise<QuoteId> {
    const quoteId = ids.next('quo');
    await this.send(this.order('quote', quoteId, CreateQuoteCommand.type, { quoteId, from, to }));
    return quoteId;
  }

  async settings(settings: Partial<TenantSettings>): Promise<void> {
    await this.send(this.tenantOrder(ChangeTenantCommand.type, { settings }));
  }

  async freeze(accountId: AccountId): Promise<void> {
    const touches = touching({ accountIds: [accountId] });
    await this.send(
      this.order('account', accountId, FreezeAccountCommand.type, { accountId }, touches),
    );
  }

  /** An account with money on it, deposited in its own currency. */
  async fund(accountId: AccountId, amount: string, currency: string): Promise<void> {
    const { id } = await this.deposit(accountId, moneyOf(amount, currency));
    await this.ended(id);
  }

  deposit(
    accountId: AccountId,
    requested: Money,
    more: Partial<Order> & { source?: string; quoteId?: QuoteId } = {},
  ): Promise<Told> {
    return this.ask(this.depositOrder(accountId, requested, more));
  }

  depositOrder(
    accountId: AccountId,
    requested: Money,
    more: Partial<Order> & { source?: string; quoteId?: QuoteId } = {},
  ): Order {
    const { source = 'sim:success', quoteId = null, ...rest } = more;
    return {
      ...this.order('deposit', ids.next('dep'), RequestDepositCommand.type, {
        accountId,
        requested,
        provider: 'simulator',
        source,
        quoteId,
        metadata: {},
      }),
      touches: touching({ accountIds: [accountId], quoteIds: quoteId === null ? [] : [quoteId] }),
      ...rest,
    };
  }

  withdraw(
    accountId: AccountId,
    requested: Money,
    destination = 'sim:success',
    more: Partial<Order> & { quoteId?: QuoteId } = {},
  ): Promise<Told> {
    const { quoteId = null, ...rest } = more;
    return this.ask({
      ...this.order('withdraw', ids.next('wdr'), RequestWithdrawCommand.type, {
        accountId,
        requested,
        provider: 'simulator',
        destination,
        quoteId,
        metadata: {},
      }),
      touches: touching({ accountIds: [accountId], quoteIds: quoteId === null ? [] : [quoteId] }),
      ...rest,
    });
  }

  transfer(
    from: AccountId,
    to: AccountId,
    requested: Money,
    quoteId: QuoteId | null = null,
  ): Promise<Told> {
    return this.ask(this.transferOrder(from, to, requested, quoteId));
  }

  transferOrder(
    from: AccountId,
    to: AccountId,
    requested: Money,
    quoteId: QuoteId | null = null,
  ): Order {
    return {
      ...this.order('transfer', ids.next('trf'), RequestTransferCommand.type, {
        fromAccountId: from,
        toAccountId: to,
        requested,
        quoteId,
        metadata: {},
      }),
      touches: touching({ accountIds: [from, to], quoteIds: quoteId === null ? [] : [quoteId] }),
    };
  }

  /** Null when it is cancelled; otherwise the rule that was broken. */
  async cancel(id: FlowId, more: Partial<Order> = {}): Promise<string | null> {
    const { kind, accountIds } = await this.flow(id);
    const touches = touching({ accountIds, tasksOf: [id] });
    const order = this.order(kind, id, CancelPaymentCommand.type, {}, touches);
    const settled = await this.engine.carry({ ...order, ...more });
    if (settled.kind !== 'replied') throw new Error('A request is always replied to.');
    const { turnedAway } = JSON.parse(settled.reply.body) as { turnedAway?: { code: string } };
    return turnedAway?.code ?? null;
  }

  async flow(id: FlowId): Promise<FlowState> {
    const flow = await this.reads.flow(this.tenantId, id);
    if (flow === undefined) throw new Error(`There is no flow ${id}.`);
    return flow;
  }

  /** What is in the outbox for a flow. */
  tasks(id: FlowId): Promise<readonly Task[]> {
    const { tenantId } = this;
    return new Promise((resolve, lost) => {
      this.turns.add({
        wanted: { tasksOf: [{ tenantId, id }] },
        run: (turn) => {
          const tasks = turn.tasksOf(tenantId, id) ?? [];
          return Promise.resolve(() => {
            resolve(tasks);
          });
        },
        lost,
      });
    });
  }

  /** Resolves when it is so; fails after five seconds. */
  async until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    for (let waited = 0; waited < 500; waited++) {
      if (await isSo()) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('It has not come to be so.');
  }

  async ask(order: Order): Promise<Told> {
    const settled = await this.engine.carry(order);
    if (settled.kind !== 'replied') throw new Error('A request is always replied to.');
    const { flow } = JSON.parse(settled.reply.body) as { flow?: FlowState };
    return {
      status: settled.reply.status,
      id: flow?.id ?? (order.stream.id as FlowId),
      replayed: settled.replayed,
      flow,
    };
  }

  /** The flow when it has ended; fails after so many seconds. */
  async ended(id: FlowId, seconds = 5): Promise<FlowState> {
    for (let waited = 0; waited < 100 * seconds; waited++) {
      const flow = await this.reads.flow(this.tenantId, id);
      if (flow !== undefined && flow.status !== 'pending') return flow;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`${id} has not ended.`);
  }

  async balance(id: AccountId): Promise<{ posted: string; held: string }> {
    const account = await this.account(id);
    return { posted: account.posted.amount, held: account.held.amount };
  }

  async account(id: AccountId): Promise<Account> {
    const account = await this.reads.account(this.tenantId, id);
    if (account === undefined) throw new Error(`There is no account ${id}.`);
    return account;
  }

  events(id: FlowId): Promise<readonly StoredEvent[]> {
    return this.reads.flowEvents(this.tenantId, id);
  }

  async eventTypes(id: FlowId): Promise<string[]> {
    return (await this.events(id)).map(({ type }) => type);
  }

  postings(id: FlowId): Promise<readonly Posting[]> {
    return this.reads.flowPostings(this.tenantId, id);
  }

  order(
    kind: Order['stream']['kind'],
    id: string,
    type: string,
    data: unknown,
    touches: Order['touches'] = touching({}),
  ): Order {
    return {
      tenantId: this.tenantId,
      stream: { kind, id },
      command: { type, data },
      causationId: ids.next('req'),
      touches,
      origin: { kind: 'request', idempotency: null, dryRun: false },
    };
  }

  tenantOrder(type: string, data: unknown): Order {
    return this.order('tenant', this.tenantId, type, data);
  }

  private async send(order: Order): Promise<void> {
    await this.engine.carry(order);
  }
}
