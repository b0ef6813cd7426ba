import { z } from 'zod';
import type { DeadLetter } from '../../store/records';
import type { Role } from '../../tenancy/tenancy';
import { shownFlowId, shownId, shownInstant } from '../edge/shown';
import { isFlowStream } from '../edge/streams';

export const shownDeadLetter = z
  .strictObject({
    id: shownId('dlt'),
    object: z.literal('dead-letter'),
    status: z
      .enum(['parked', 'resolved', 'discarded'])
      .describe(
        '`parked`: it waits for a retry. `resolved`: it was carried. `discarded`: it never will be.',
      ),
    flowId: shownFlowId.nullable().describe('Null for a message that is about no flow.'),
    stream: z.strictObject({
      kind: z.enum(['deposit', 'withdraw', 'transfer', 'account', 'quote', 'tenant']),
      id: z.string(),
    }),
    command: z.string().describe('The type of the message, as `deposit.validate`.'),
    idempotencyKey: z.string().nullable().describe('Of the request that it came with.'),
    causationId: z.string(),
    attempts: z.int(),
    error: z.string().nullable().describe('Why it could not be carried; for admins only.'),
    createdAt: shownInstant,
    updatedAt: shownInstant,
  })
  .meta({ id: 'DeadLetter', description: 'A message that could not be carried.' });

export type DeadLetterView = z.infer<typeof shownDeadLetter>;

/** A message that could not be carried. Why it could not is for an admin's eyes only. */
export const deadLetterView = (letter: DeadLetter, role: Role): DeadLetterView => ({
  id: letter.id,
  object: 'dead-letter',
  status: letter.status,
  flowId: isFlowStream(letter.stream) ? letter.stream.id : null,
  stream: { kind: letter.stream.kind, id: letter.stream.id },
  command: letter.type,
  idempotencyKey: letter.request?.key ?? null,
  causationId: letter.causationId,
  attempts: letter.attempts,
  error: role === 'admin' ? letter.error : null,
  createdAt: letter.createdAt,
  updatedAt: letter.updatedAt,
});
