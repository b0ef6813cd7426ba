import { Injectable } from '@nestjs/common';
import type { Account } from '../accounts/account';
import { Accounts } from '../accounts/accounts.port';
import type { Instant } from '../kernel/clock';
import type { FlowState } from '../kernel/flow-state';
import { Flows } from '../kernel/flows.port';
import type { AccountId, KeyId, QuoteId, TenantId } from '../kernel/ids';
import type { MessageClass, Meta } from '../kernel/message';
import { OpenTasks, type TaskStanding } from '../kernel/open-tasks.port';
import type { Found } from '../kernel/outcome';
import { findCurrency } from '../money';
import { currentRate } from '../rates/current-rate';
import { FetchedRates } from '../rates/fetched-rates.port';
import { PinnedRates } from '../rates/pinned-rates.port';
import type { PinnedRate } from '../rates/rate';
import { Quotes, type NamedQuote } from '../rates/quotes.port';
import { Rates, type RateAnswer } from '../rates/rates.port';
import { Currencies, type CurrencyStanding } from '../tenancy/currencies.port';
import { ApiKeys } from '../tenancy/keys.port';
import { Settings } from '../tenancy/settings.port';
import type { ApiKey, Tenant, TenantSettings } from '../tenancy/tenancy';
import { World } from './world';

/**
 * The world of the flow that runs now. Flows run one after another, whatever turn they are in, so
 * one place is enough; a handler that answers too late can only read from it, and its answer is not
 * awaited any more.
 */
@Injectable()
export class CurrentWorld {
  private current = new World();

  get world(): World {
    return this.current;
  }

  enter(world: World): void {
    this.current = world;
  }
}

@Injectable()
export class TurnAccounts extends Accounts {
  constructor(private readonly current: CurrentWorld) {
    super();
  }

  find(tenantId: TenantId, id: AccountId): Found<'account', Account> {
    const account = this.current.world.account(tenantId, id);
    return account === undefined ? { kind: 'missing' } : { kind: 'found', account };
  }

  get(tenantId: TenantId, id: AccountId): Account {
    const account = this.current.world.account(tenantId, id);
    if (account === undefined) throw new Error(`The account ${id} is not part of this turn.`);
    return account;
  }

  isReferenceTaken(tenantId: TenantId, reference: string): boolean {
    return this.current.world.isReferenceTaken(tenantId, reference);
  }
}

@Injectable()
export class TurnFlows extends Flows {
  constructor(private readonly current: CurrentWorld) {
    super();
  }

  of<S extends FlowState>({ tenantId, stream }: Meta): S {
    const flow = this.current.world.flow(tenantId, stream.id);
    if (flow === undefined) throw new Error(`The flow ${stream.id} has not begun.`);
    return flow.state as S;
  }
}

@Injectable()
export class TurnOpenTasks extends OpenTasks {
  constructor(private readonly current: CurrentWorld) {
    super();
  }

  standingOf({ tenantId, stream }: Meta, { type }: MessageClass): TaskStanding {
    const tasks = this.current.world.tasksOf(tenantId, stream.id);
    if (tasks === undefined)
      throw new Error(`The tasks of ${stream.id} are not part of this turn.`);
    const [task] = tasks.filter((one) => one.type === type);
    if (task === undefined) return 'none';
    return task.waitsSince === null ? 'given-out' : 'waiting';
  }
}

@Injectable()
export class TurnRates extends Rates {
  constructor(
    private readonly current: CurrentWorld,
    private readonly fetched: FetchedRates,
  ) {
    super();
  }

  between(tenantId: TenantId, base: string, quote: string, at: Instant): RateAnswer {
    const pinned = this.current.world.rateBook(tenantId);
    return currentRate(pinned, this.fetched.at(at), base, quote, at);
  }
}

@Injectable()
export class TurnPinnedRates extends PinnedRates {
  constructor(private readonly current: CurrentWorld) {
    super();
  }

  find(tenantId: TenantId, base: string, quote: string): Found<'rate', PinnedRate> {
    const rate = this.current.world.rateBook(tenantId).find(base, quote);
    return rate === undefined
      ? { kind: 'missing' }
      : { kind: 'found', rate: { ...rate, tenantId, source: 'manual' } };
  }
}

@Injectable()
export class TurnApiKeys extends ApiKeys {
  constructor(private readonly current: CurrentWorld) {
    super();
  }

  find(tenantId: TenantId, id: KeyId): Found<'key', ApiKey> {
    const key = this.current.world.key(tenantId, id);
    return key === undefined ? { kind: 'missing' } : { kind: 'found', key };
  }
}

@Injectable()
export class TurnQuotes extends Quotes {
  constructor(private readonly current: CurrentWorld) {
    super();
  }

  named(tenantId: TenantId, id: QuoteId | null): NamedQuote {
    if (id === null) return { kind: 'none' };
    const quote = this.current.world.quote(tenantId, id);
    return quote === undefined ? { kind: 'missing' } : { kind: 'named', quote };
  }
}

@Injectable()
export class TurnSettings extends Settings {
  constructor(private readonly current: CurrentWorld) {
    super();
  }

  of(tenantId: TenantId): TenantSettings {
    return tenantIn(this.current, tenantId).settings;
  }
}

@Injectable()
export class TurnCurrencies extends Currencies {
  constructor(private readonly current: CurrentWorld) {
    super();
  }

  standingOf(tenantId: TenantId, code: string): CurrencyStanding {
    const builtIn = findCurrency(code);
    if (builtIn.kind === 'known') return { kind: 'built-in', exponent: builtIn.currency.exponent };
    const own = tenantIn(this.current, tenantId).currencies.find((one) => one.code === code);
    if (own !== undefined) return { kind: 'own', currency: own };
    const exponent = this.current.world.exponent(code);
    return exponent === undefined ? { kind: 'free' } : { kind: 'fixed', exponent };
  }

  countOf(tenantId: TenantId): number {
    return tenantIn(this.current, tenantId).currencies.length;
  }
}

function tenantIn({ world }: CurrentWorld, tenantId: TenantId): Tenant {
  const tenant = world.tenant(tenantId);
  if (tenant === undefined) throw new Error(`The tenant ${tenantId} is not part of this turn.`);
  return tenant;
}
