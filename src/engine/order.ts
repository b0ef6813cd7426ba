import type { AccountId, DeadLetterId, TenantId, WebhookId } from '../kernel/ids';
import type { Message, MessageClass, Meta, StreamKind } from '../kernel/message';
import type { Recorded } from '../kernel/projection';
import type { Refused } from '../kernel/rules';
import type { Task } from '../store/records';
import type { World } from './world';

/** A request's idempotency key, as it is kept: tenant, method and route, and its body's hash. */
export interface Idempotency {
  readonly scope: string;
  readonly key: string;
  readonly bodyHash: string;
}

/**
 * Where a message came from. Each origin is used up in the same transaction as the message's
 * effect, which is why the same message twice has one effect: the first answer wins.
 */
export type Origin =
  | { readonly kind: 'request'; readonly idempotency: Idempotency | null; readonly dryRun: boolean }
  | { readonly kind: 'task'; readonly task: Task }
  | { readonly kind: 'webhook'; readonly id: WebhookId }
  /** `request`: the one that it was parked with, if that had an idempotency key. */
  | {
      readonly kind: 'dead-letter';
      readonly id: DeadLetterId;
      readonly request: Idempotency | null;
    }
  /** The engine's own house-keeping; nobody waits for a reply in words. */
  | { readonly kind: 'internal' };

/** What an order must have loaded before it can run. */
export interface Touched {
  readonly accountIds: readonly AccountId[];
  readonly references: readonly string[];
  readonly keyIds: readonly string[];
  readonly quoteIds: readonly string[];
  /** Codes of currencies that are to be added, or are there already. */
  readonly currencyCodes: readonly string[];
  /** Flows whose open tasks are looked at. */
  readonly tasksOf: readonly string[];
}

export const touching = (touched: Partial<Touched>): Touched => ({
  accountIds: [],
  references: [],
  keyIds: [],
  quoteIds: [],
  currencyCodes: [],
  tasksOf: [],
  ...touched,
});

/** A message from outside, on its way into a turn. */
export interface Order {
  readonly tenantId: TenantId;
  readonly stream: { readonly kind: StreamKind; readonly id: string };
  readonly command: { readonly type: string; readonly data: unknown };
  /** What caused it: a request's own id, a task, a webhook. */
  readonly causationId: string;
  readonly touches: Touched;
  readonly origin: Origin;
}

/** Everything happens, and nothing is kept. */
export const isTrial = ({ origin }: Pick<Order, 'origin'>): boolean =>
  origin.kind === 'request' && origin.dryRun;

/** What came of an order that was carried, before anything of it is committed. */
export interface Carried {
  readonly order: Order;
  readonly meta: Meta;
  readonly events: readonly Recorded[];
  /** Why it was turned away before it began; null when it was not. */
  readonly turnedAway: Refused | null;
  /** The state after it. */
  readonly world: World;
}

/** What is left to be told of it after the commit; the world that it was carried in may go. */
export interface Told {
  readonly order: Order;
  /** The types of its events. */
  readonly events: readonly string[];
  readonly newTasks: readonly Task[];
}

/** The answer to a request: what is sent, and what a repeated request is sent again. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly location: string | null;
}

/** Puts into words what came of a request. The engine keeps the words with the effect. */
export abstract class Replies {
  abstract to(carried: Carried): Reply;
  /** The same key with another body. */
  abstract keyReused(order: Order): Reply;
  /** Whether a repeated request gets the same reply again: 2xx, and a refused flow. */
  abstract isKept(reply: Reply): boolean;
}

export type Settled =
  | { readonly kind: 'replied'; readonly reply: Reply; readonly replayed: boolean }
  /** It had been answered before: nothing happened. */
  | { readonly kind: 'known' };

export type Replied = Extract<Settled, { kind: 'replied' }>;

/** The reply to a request, which always has one. */
export function repliedIn(settled: Settled): Replied {
  if (settled.kind === 'known') throw new Error('A request was settled without a reply.');
  return settled;
}

/**
 * The message could not be carried. `parked`: it threw, and is kept as a dead letter. `store`: the
 * store failed, or it was a trial: there is no dead letter, and whoever has the message may send
 * it again. Where the cause is an `OutcomeUnknown` it may have been carried all the same.
 */
export class CarryFault extends Error {
  constructor(
    readonly order: Pick<Order, 'stream' | 'command'>,
    override readonly cause: unknown,
    readonly kind: 'parked' | 'store',
  ) {
    super(`${order.command.type} could not be carried`);
  }
}

/** The command classes by type, so that a stored message can be sent again. */
export type CommandClasses = ReadonlyMap<string, MessageClass>;

export const commandOf = (classes: CommandClasses, order: Order, meta: Meta): Message => {
  const found = classes.get(order.command.type);
  if (found === undefined) throw new Error(`No handler knows ${order.command.type}.`);
  return new (found as unknown as MessageClass<unknown>)(order.command.data, meta);
};
