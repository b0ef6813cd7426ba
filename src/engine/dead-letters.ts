import { isId } from '../kernel/ids';
import { isFlowKind } from '../kernel/message';
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

/**
 * What a provider has told, or what became of a call to one: its flow waits for it, and without it
 * would be pending for ever, with whatever it holds.
 */
export const isWaitedFor = ({ stream, causationId }: DeadLetter): boolean =>
  isFlowKind(stream.kind) && !isId('req', causationId);
