import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Engine } from '../../engine/engine';
import {
  CarryFault,
  isTrial,
  repliedIn,
  touching,
  type Idempotency,
  type Order,
  type Reply,
  type Settled,
  type Touched,
} from '../../engine/order';
import { Together, type Bond, type Verdict } from '../../engine/together';
import { KnownCurrencies, type NamedCurrency } from '../../http/known-currencies';
import {
  PROBLEM_MEDIA_TYPE,
  ProblemError,
  type ProblemDocument,
} from '../../http/problems/problem';
import { Ids, type RequestId, type TenantId } from '../../kernel/ids';
import type { MessageClass } from '../../kernel/message';
import { isFlowStream } from './streams';
import type { Submission } from './submission';
import { OutcomeUnknown, StoreBusy } from '../../store/store.port';

/** A command that a request sends, and what must be at hand before it can be carried. */
export interface Asked<Data> {
  readonly command: MessageClass<Data>;
  readonly data: NoInfer<Data>;
  /** What its events belong to. */
  readonly stream: Order['stream'];
  readonly touches?: Partial<Touched>;
  /** The currencies that the request names. */
  readonly currencies?: readonly NamedCurrency[];
  /** Everything happens, and nothing is kept. */
  readonly dryRun?: boolean;
}

/** Who asks, under which key, in which call. */
export interface Asker {
  readonly tenantId: TenantId;
  readonly idempotency: Idempotency | null;
  readonly causationId: RequestId;
}

/** What is asked for, as an order of the engine. A trial has no key. */
export function orderOf<Data>(
  { tenantId, idempotency, causationId }: Asker,
  { command, data, stream, touches = {}, dryRun = false }: Asked<Data>,
): Order {
  return {
    tenantId,
    stream,
    command: { type: command.type, data },
    causationId,
    touches: touching(touches),
    origin: { kind: 'request', idempotency: dryRun ? null : idempotency, dryRun },
  };
}

export const JSON_MEDIA_TYPE = 'application/json; charset=utf-8';

/** Where requests become orders of the engine, and its replies become answers. */
@Injectable()
export class OrderDesk {
  constructor(
    private readonly engine: Engine,
    private readonly together: Together,
    private readonly currencies: KnownCurrencies,
    private readonly ids: Ids,
  ) {}

  /**
   * Sends a command, and writes status and headers of what came of it; what it returns is the
   * body to be sent, byte for byte as it is kept for a repeated request. A currency that is not
   * the tenant's to use is refused before.
   */
  async place<Data>(submission: Submission, asked: Asked<Data>): Promise<Buffer | undefined> {
    const { caller, keyed, answer } = submission;
    const asker: Asker = {
      tenantId: caller.tenantId,
      idempotency: asked.dryRun === true ? null : keyed(),
      causationId: this.ids.next('req'),
    };
    await this.currencies.require(caller.tenantId, asked.currencies ?? []);
    const { reply, replayed } = repliedIn(await this.carry(orderOf(asker, asked)));
    if (replayed) void answer.header('idempotent-replayed', 'true');
    return written(reply, answer);
  }

  /** Resolves after the commit; a fault is a problem that says no more than is known. */
  async carry(order: Order): Promise<Settled> {
    try {
      return await this.engine.carry(order);
    } catch (fault) {
      // The engine has logged it, with its cause.
      throw fault instanceof CarryFault ? problemOfFault(fault, order) : fault;
    }
  }

  /** As `carry`, for requests that go into one turn. */
  async carryTogether(orders: readonly Order[], bond: Bond): Promise<readonly Verdict[]> {
    try {
      return await this.together.carry(orders, bond);
    } catch (fault) {
      throw fault instanceof CarryFault ? problemOfLostGroup(fault, orders) : fault;
    }
  }
}

const BUSY = 'The store is busy; nothing of this was begun.';
const NOTHING_KEPT = 'The server failed, and kept nothing of this.';
const ONLY_THE_MESSAGE = 'The server failed, and kept nothing of it but the message itself.';

const NOT_KNOWN = 'The server failed, and whether this was done is not known.';
const ONCE_MORE_IS_TWICE = 'It had no Idempotency-Key: sent again, it may be done twice.';

/** Of a fault after which the request may be sent again: `key` says the truth by then. */
const mayBeRepeated = (cause: unknown, key: string): string =>
  cause instanceof OutcomeUnknown
    ? `The server failed, and whether this was done is not known; ${key} what there is of it.`
    : `The server failed; ${key} what there is of it.`;

const problemOfLostGroup = ({ cause }: CarryFault, orders: readonly Order[]): ProblemError => {
  if (cause instanceof StoreBusy) return new ProblemError('overloaded', BUSY);
  if (orders.every(isTrial)) return new ProblemError('internal-error', NOTHING_KEPT);
  return new ProblemError('internal-error', mayBeRepeated(cause, 'the same keys tell'));
};

/** Only a message that is kept has a flow that can be asked about. */
const problemOfFault = ({ order, cause, kind }: CarryFault, asked: Order): ProblemError => {
  if (cause instanceof StoreBusy) return new ProblemError('overloaded', BUSY);
  if (isTrial(asked)) return new ProblemError('internal-error', NOTHING_KEPT);
  const { stream } = order;
  const named = kind === 'parked' && isFlowStream(stream) ? { flowId: stream.id } : {};
  if (isKeyless(asked)) {
    const detail = `${kind === 'parked' ? ONLY_THE_MESSAGE : NOT_KNOWN} ${ONCE_MORE_IS_TWICE}`;
    return new ProblemError('internal-error', detail, { ...named, retry: 'no' });
  }
  const detail = kind === 'parked' ? ONLY_THE_MESSAGE : mayBeRepeated(cause, 'the same key tells');
  return new ProblemError('internal-error', detail, named);
};

const isKeyless = ({ origin }: Order): boolean =>
  origin.kind === 'request' && origin.idempotency === null;

function written({ status, body, location }: Reply, answer: FastifyReply): Buffer | undefined {
  void answer.code(status);
  if (status === 503) void answer.header('retry-after', '60');
  if (location !== null) void answer.header('location', location);
  if (body === '') return undefined;
  if (status >= 400) answer.problemCode = (JSON.parse(body) as ProblemDocument).code;
  // As bytes: to a string Fastify adds a charset, which a problem's media type does not have.
  void answer.header('content-type', status < 400 ? JSON_MEDIA_TYPE : PROBLEM_MEDIA_TYPE);
  return Buffer.from(body);
}
