import type { Instant } from './clock';
import type { FlowId, TenantId } from './ids';

/** What a chain of events belongs to: a flow, or a thing that changes on its own. */
export type FlowKind = 'deposit' | 'withdraw' | 'transfer';
export type StreamKind = FlowKind | 'account' | 'tenant' | 'quote';

const FLOWS: ReadonlySet<StreamKind> = new Set<FlowKind>(['deposit', 'withdraw', 'transfer']);

/** True for what has a chain; false for what changes on its own: an account, a quote, the tenant. */
export const isFlowKind = (kind: StreamKind): kind is FlowKind => FLOWS.has(kind);

export interface Meta {
  readonly tenantId: TenantId;
  /** The events of one stream are numbered from 1 without a gap. */
  readonly stream: { readonly kind: StreamKind; readonly id: string };
  /** The event, or the message from outside, that made this one happen. */
  readonly causationId: string;
  /** When the segment that carries this message began. */
  readonly at: Instant;
}

export interface Message<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
  readonly meta: Meta;
}

export interface MessageClass<Data = never, M extends Message = Message> {
  readonly type: string;
  readonly name: string;
  new (data: Data, meta: Meta): M;
}

/**
 * The base of a message class. The type is the name under which the message is stored, and
 * what keeps two messages of the same shape apart for the compiler.
 */
export const message = <Type extends string>(type: Type) =>
  class<Data> implements Message<Type, Data> {
    static readonly type = type;
    // Declared only: a field that is defined, and then set, takes many times as long to make.
    declare readonly data: Data;
    declare readonly meta: Meta;
    declare readonly type: Type;
    constructor(data: Data, meta: Meta) {
      this.data = data;
      this.meta = meta;
      this.type = type;
    }
  };

export const flowIdOf = (meta: Meta): FlowId => meta.stream.id as FlowId;

/** For events that concern the tenant as a whole, though a flow's message caused them. */
export const onTenantStream = (meta: Meta): Meta => ({
  ...meta,
  stream: { kind: 'tenant', id: meta.tenantId },
});
