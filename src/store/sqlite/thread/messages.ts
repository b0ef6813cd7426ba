import type { Changes, Loaded, StoredEvent, Wanted } from '../../records';
import type { DriverName } from '../driver';
import type { CallName } from './calls';
import type { FaultTold } from './faults';

/** What a writer's thread is started with. */
export interface WriterThreadData {
  readonly path: string;
  readonly driver: DriverName | undefined;
}

/** What the commit adds to an event: the other side has the rest. */
export type Committed = Pick<StoredEvent, 'position' | 'committedAt'>;

/** To the thread. `id` is that of the turn or the call, `at` the time by our clock (ms since 1970). */
export type Asked =
  | { readonly kind: 'turn'; readonly id: number; readonly wanted: Wanted }
  | {
      readonly kind: 'changes';
      readonly id: number;
      readonly at: number;
      readonly changes: Changes;
    }
  | { readonly kind: 'abandon'; readonly id: number }
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly at: number;
      readonly name: CallName;
      readonly given: readonly unknown[];
    }
  | { readonly kind: 'close' };

/** From the thread. A `ready` comes first, or a fault with the id of the opening. */
export type Told =
  | { readonly kind: 'ready' }
  | { readonly kind: 'loaded'; readonly id: number; readonly loaded: Loaded }
  | { readonly kind: 'committed'; readonly id: number; readonly committed: readonly Committed[] }
  | { readonly kind: 'done'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'fault'; readonly id: number; readonly fault: FaultTold };

/**
 * A message as it is posted: text of JSON, which costs two thirds of what a structured clone does
 * to be read. Only calls are cloned: one of them brings bytes.
 */
export const posted = (message: Asked | Told): unknown =>
  message.kind === 'call' ? message : JSON.stringify(message);

/** The message that was posted. */
export const received = (message: unknown): unknown =>
  typeof message === 'string' ? JSON.parse(message) : message;
