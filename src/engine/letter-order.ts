import type { DeadLetter } from '../store/records';
import { unsealed } from './envelope';
import type { Order } from './order';

/** The message of a dead letter, with the ids that it had, to be carried once more. */
export function orderOfLetter(letter: DeadLetter): Order {
  const { data, touches } = unsealed(letter.data);
  return {
    tenantId: letter.tenantId,
    stream: letter.stream,
    command: { type: letter.type, data },
    causationId: letter.causationId,
    touches,
    origin: { kind: 'dead-letter', id: letter.id, request: letter.request },
  };
}
