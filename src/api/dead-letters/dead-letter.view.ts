import type { DeadLetter } from '../../store/records';
import type { Role } from '../../tenancy/tenancy';
import { isFlowStream } from '../edge/streams';

/** A message that could not be carried. Why it could not is for an admin's eyes only. */
export const deadLetterView = (letter: DeadLetter, role: Role) => ({
  id: letter.id,
  object: 'dead-letter' as const,
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

export type DeadLetterView = ReturnType<typeof deadLetterView>;
