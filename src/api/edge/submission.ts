import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CallerOf } from '../../http/auth/access';
import { idempotencyKeyHeader, keyedRequest, type KeyedRequest } from '../../http/idempotency';
import { readsHeader } from '../../http/openapi/documented';

/** What a call that changes something brings beside its body, and where its answer goes. */
export interface Submission {
  readonly caller: CallerOf;
  /**
   * Null without an Idempotency-Key, and for methods other than POST, which do not honour one. It
   * is looked for when it is asked for: a dry run ignores whatever stands there.
   */
  readonly keyed: () => KeyedRequest | null;
  readonly answer: FastifyReply;
}

const submissionOf = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Submission => {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (!request.caller) throw new Error('A public route has no caller.');
    return {
      caller: request.caller,
      keyed: () => (request.method === 'POST' ? keyedRequest(request) : null),
      answer: http.getResponse<FastifyReply>(),
    };
  },
);

/** `@Submitted() submission: Submission` in a handler that sends a command. */
export const Submitted = (): ParameterDecorator => (target, method, index) => {
  readsHeader({ ...idempotencyKeyHeader, onlyOf: 'POST' }, target, method);
  submissionOf()(target, method, index);
};
