import 'reflect-metadata';
import { type Provider } from '@nestjs/common';
import { type TestingModule } from '@nestjs/testing';
import pino from 'pino';
import type { Account, AccountLimits } from '../../src/accounts/account';
import { Engine } from '../../src/engine/engine';
import { type Order } from '../../src/engine/order';
import { Turns } from '../../src/engine/turns';
import { Clock } from '../../src/kernel/clock';
import type { FlowState } from '../../src/kernel/flow-state';
import { TimeOrderedIds, type AccountId, type FlowId, type TenantId } from '../../src/kernel/ids';
import { type Money } from '../../src/money';
import type { Posting, StoredEvent } from '../../src/store/records';
import { AuditStore, ReadStore } from '../../src/store/store.port';
export declare const ids: TimeOrderedIds;
/** A clock that stands where a test puts it. */
export declare class HandClock extends Clock {
    at: number;
    constructor(at?: number);
    millis(): number;
}
export interface StageOptions {
    readonly url?: string;
    readonly clock?: Clock;
    readonly logger?: pino.Logger;
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
/** The engine with its flows and its store, and without HTTP: where flows are played as stories. */
export declare class Stage {
    readonly module: TestingModule;
    readonly tenantId: TenantId;
    private constructor();
    static open(options?: StageOptions): Promise<Stage>;
    get engine(): Engine;
    get turns(): Turns;
    get reads(): ReadStore;
    get audit(): AuditStore;
    close(): Promise<void>;
    openAccount(currency: string, terms?: {
        limits?: Partial<AccountLimits>;
        overdraft?: string;
    }): Promise<AccountId>;
    pin(base: string, quote: string, value: string): Promise<void>;
    freeze(accountId: AccountId): Promise<void>;
    /** An account with money on it, deposited in its own currency. */
    fund(accountId: AccountId, amount: string, currency: string): Promise<void>;
    deposit(accountId: AccountId, requested: Money, more?: Partial<Order>): Promise<Told>;
    depositOrder(accountId: AccountId, requested: Money, more?: Partial<Order> & {
        source?: string;
    }): Order;
    withdraw(accountId: AccountId, requested: Money, destination?: string, more?: Partial<Order>): Promise<Told>;
    transfer(from: AccountId, to: AccountId, requested: Money): Promise<Told>;
    ask(order: Order): Promise<Told>;
    /** The flow when it has ended; fails after five seconds. */
    ended(id: FlowId): Promise<FlowState>;
    balance(id: AccountId): Promise<{
        posted: string;
        held: string;
    }>;
    account(id: AccountId): Promise<Account>;
    events(id: FlowId): Promise<readonly StoredEvent[]>;
    eventTypes(id: FlowId): Promise<string[]>;
    postings(id: FlowId): Promise<readonly Posting[]>;
    order(kind: Order['stream']['kind'], id: string, type: string, data: unknown, touches?: Order['touches']): Order;
    tenantOrder(type: string, data: unknown): Order;
    private send;
}
