import 'reflect-metadata';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pino from 'pino';
import type { AccountLimits } from '../../src/accounts/account';
import { OpenAccountCommand } from '../../src/accounts/accounts.messages';
import { AppModule } from '../../src/app.module';
import { readEnvironment } from '../../src/config/environment';
import { prepare } from '../../src/config/preparation';
import { Engine } from '../../src/engine/engine';
import { touching, type Order } from '../../src/engine/order';
import { Turns } from '../../src/engine/turns';
import { RequestTransferCommand } from '../../src/flows/transfer/transfer.messages';
import { Traffic } from '../../src/http/traffic';
import { Ids, type AccountId, type TenantId } from '../../src/kernel/ids';
import { createLogger } from '../../src/logging/logger';
import { moneyOf } from '../../src/money';
import { ReadStore } from '../../src/store/store.port';
import { CURRENCY } from '../load/bodies';
import type { Random } from '../load/random';
import { OVERDRAFT } from './limitless';
import { environmentOn } from './servers';

/** So many orders are in the engine's hands at once. */
const IN_FLIGHT = 500;

const noLimits: AccountLimits = {
  deposit: { min: null, max: null, daily: null },
  withdraw: { min: null, max: null, daily: null },
  transfer: { min: null, max: null, daily: null },
};

/** What the server brings of which the application knows. */
@Module({})
class NoServer {}

const withoutHttp = (application: DynamicModule): DynamicModule => ({
  module: NoServer,
  global: true,
  imports: [application],
  providers: [Traffic],
  exports: [Traffic],
});

/** The whole application in this process, called without HTTP; its log goes nowhere. */
export class Application {
  /** Events committed since it was opened. */
  events = 0;

  private constructor(
    private readonly context: INestApplicationContext,
    private readonly tenantId: TenantId,
  ) {
    context.get(Turns).committed$.subscribe(({ length }) => (this.events += length));
  }

  static async open(
    databaseUrl: string,
    extra: NonNullable<DynamicModule['imports']> = [],
  ): Promise<Application> {
    const environment = prepare(readEnvironment(environmentOn(databaseUrl)));
    const logger = createLogger({ level: 'info', destination: pino.destination('/dev/null') });
    const module = AppModule.forRoot({ environment, logger, announceKey: () => undefined, extra });
    const context = await NestFactory.createApplicationContext(withoutHttp(module), {
      logger: false,
      abortOnError: false,
    });
    const [tenant] = await context.get(ReadStore).tenants();
    if (tenant === undefined) throw new Error('The start made no tenant.');
    return new Application(context, tenant.id);
  }

  /** Opens accounts; answers their ids. */
  async openAccounts(count: number): Promise<readonly AccountId[]> {
    const ids = Array.from({ length: count }, () => this.ids.next('acc'));
    let next = 0;
    await this.carryWhile(
      () => next < count,
      IN_FLIGHT,
      () => this.opening(ids[next++]!),
    );
    return ids;
  }

  /** Transfers between these accounts, for as long as there shall be more; answers how many. */
  transfers(
    accounts: readonly AccountId[],
    random: Random,
    isMore: () => boolean,
    inFlight = IN_FLIGHT,
  ): Promise<number> {
    return this.carryWhile(isMore, inFlight, () => {
      const from = random.below(accounts.length);
      const to = (from + 1 + random.below(accounts.length - 1)) % accounts.length;
      return this.transfer(accounts[from]!, accounts[to]!);
    });
  }

  close(): Promise<void> {
    return this.context.close();
  }

  private get ids(): Ids {
    return this.context.get(Ids);
  }

  private async carryWhile(
    isMore: () => boolean,
    inFlight: number,
    order: () => Order,
  ): Promise<number> {
    const engine = this.context.get(Engine);
    let carried = 0;
    const carrier = async (): Promise<void> => {
      while (isMore()) {
        const settled = await engine.carry(order());
        if (settled.kind === 'replied' && settled.reply.status >= 300) {
          throw new Error(settled.reply.body);
        }
        carried++;
      }
    };
    await Promise.all(Array.from({ length: inFlight }, carrier));
    return carried;
  }

  private opening(accountId: AccountId): Order {
    return this.order('account', accountId, OpenAccountCommand.type, [], {
      accountId,
      currency: CURRENCY,
      name: null,
      reference: null,
      limits: noLimits,
      overdraft: moneyOf(OVERDRAFT, CURRENCY),
      metadata: {},
    });
  }

  private transfer(from: AccountId, to: AccountId): Order {
    return this.order('transfer', this.ids.next('trf'), RequestTransferCommand.type, [from, to], {
      fromAccountId: from,
      toAccountId: to,
      requested: moneyOf('1.23', CURRENCY),
      quoteId: null,
      metadata: {},
    });
  }

  private order(
    kind: Order['stream']['kind'],
    id: string,
    type: string,
    accountIds: readonly AccountId[],
    data: unknown,
  ): Order {
    return {
      tenantId: this.tenantId,
      stream: { kind, id },
      command: { type, data },
      causationId: this.ids.next('req'),
      touches: touching({ accountIds }),
      origin: { kind: 'request', idempotency: null, dryRun: false },
    };
  }
}
