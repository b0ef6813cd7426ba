import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Engine } from '../../engine/engine';
import {
  CarryFault,
  touching,
  type Order,
  type Reply,
  type Settled,
  type Touched,
} from '../../engine/order';
import { PROBLEM_MEDIA_TYPE, ProblemError } from '../../http/problems/problem';
import { Ids } from '../../kernel/ids';
import type { MessageClass } from '../../kernel/message';
import { isFlowStream } from './streams';
import type { Submission } from './submission';

/** A command that a request sends, and what must be at hand before it can be carried. */
export interface Asked<Data> {
  readonly command: MessageClass<Data>;
  readonly data: NoInfer<Data>;
  /** What its events belong to. */
  readonly stream: Order['stream'];
  readonly touches?: Partial<Touched>;
  /** Everything happens, and nothing is kept. */
  readonly dryRun?: boolean;
}

const JSON_MEDIA_TYPE = 'application/json; charset=utf-8';

/** Where requests become orders of the engine, and its replies become answers. */
@Injectable()
export class OrderDesk {
  constructor(
    private readonly engine: Engine,
    private readonly ids: Ids,
  ) {}

  /**
   * Sends a command, and writes status and headers of what came of it; what it returns is the
   * body to be sent, byte for byte as it is kept for a repeated request.
   */
  async place<Data>(submission: Submission, asked: Asked<Data>): Promise<Buffer | undefined> {
    const { caller, keyed, answer } = submission;
    const { command, data, stream, touches = {}, dryRun = false } = asked;
    const settled = await this.carry({
      tenantId: caller.tenantId,
      stream,
      command: { type: command.type, data },
      causationId: this.ids.next('req'),
      touches: touching(touches),
      origin: { kind: 'request', idempotency: keyed, dryRun },
    });
    if (settled.kind === 'known') throw new Error('A request was settled without a reply.');
    if (settled.replayed) void answer.header('idempotent-replayed', 'true');
    return written(settled.reply, answer);
  }

  /** Resolves after the commit; a message that could not be carried is an `internal-error`. */
  async carry(order: Order): Promise<Settled> {
    try {
      return await this.engine.carry(order);
    } catch (fault) {
      // The engine has logged it, with its cause.
      throw fault instanceof CarryFault ? problemOfFault(fault) : fault;
    }
  }
}

const problemOfFault = ({ order: { stream } }: CarryFault): ProblemError =>
  new ProblemError(
    'internal-error',
    'The server failed, and kept nothing of it but the message itself.',
    isFlowStream(stream) ? { flowId: stream.id } : {},
  );

function written({ status, body, location }: Reply, answer: FastifyReply): Buffer | undefined {
  void answer.code(status);
  if (status === 503) void answer.header('retry-after', '60');
  if (location !== null) void answer.header('location', location);
  if (body === '') return undefined;
  // As bytes: to a string Fastify adds a charset, which a problem's media type does not have.
  void answer.header('content-type', status < 400 ? JSON_MEDIA_TYPE : PROBLEM_MEDIA_TYPE);
  return Buffer.from(body);
}
