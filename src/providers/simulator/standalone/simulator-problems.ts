import type { FastifyError, FastifyReply } from 'fastify';
import type { z } from 'zod';

/** Problems of the simulator's own small API; their shape is that of RFC 9457. */
const titles = {
  'invalid-request': [400, 'The request is not valid'],
  'not-found': [404, 'There is nothing here'],
  'key-reused': [409, 'The key has served another order'],
  'body-too-large': [413, 'The body is too large'],
  'unsupported-media-type': [415, 'The body is not JSON'],
  'internal-error': [500, 'The simulator failed'],
  busy: [503, 'The simulator plays busy: nothing was made'],
} as const;
export type SimulatorProblem = keyof typeof titles;

export function sendProblem(
  reply: FastifyReply,
  code: SimulatorProblem,
  detail: string,
): FastifyReply {
  const [status, title] = titles[code];
  return reply
    .code(status)
    .type('application/problem+json')
    .send({ type: 'about:blank', title, status, code, detail });
}

/** A request that cannot be understood: said by name, without what stood there. */
export class InvalidRequest extends Error {}

/** What a schema takes, or an `InvalidRequest` that names the first field at fault. */
export function taken<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  const path = [where, ...(first?.path ?? [])].join('.');
  throw new InvalidRequest(`${path}: ${first?.message ?? 'is not valid'}`);
}

/** Faults that the framework finds in a request before our own code sees it. */
const byStatus: Readonly<Record<number, SimulatorProblem>> = {
  404: 'not-found',
  413: 'body-too-large',
  415: 'unsupported-media-type',
};

export function sendFault(fault: FastifyError, reply: FastifyReply): FastifyReply {
  if (fault instanceof InvalidRequest) {
    return sendProblem(reply, 'invalid-request', fault.message);
  }
  const status = fault.statusCode ?? 500;
  if (status >= 500) return sendProblem(reply, 'internal-error', 'It is not known what was made.');
  return sendProblem(reply, byStatus[status] ?? 'invalid-request', 'The request cannot be read.');
}
