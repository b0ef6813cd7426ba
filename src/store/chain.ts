import { hash } from 'node:crypto';
import type { Instant } from '../kernel/clock';
import type { NewEvent } from './records';

/** The hash before a tenant's first event. */
export const GENESIS = '0'.repeat(64);

/**
 * What is hashed of an event: every field that is stored, one a line, in this order. The data is
 * the stored text itself, so that nothing is ever serialised twice.
 */
const hashedText = (event: NewEvent, position: number, committedAt: Instant): string =>
  `${event.tenantId}\n${position}\n${committedAt}\n${event.id}\n${event.type}\n` +
  `${event.stream.kind}\n${event.stream.id}\n${event.sequence}\n${event.occurredAt}\n` +
  `${event.causationId}\n${event.data}`;

/** SHA-256 of the previous event's hash and this event: a changed, lost or added row breaks it. */
export const chainedHash = (
  previous: string,
  event: NewEvent,
  position: number,
  committedAt: Instant,
): string => hash('sha256', `${previous}\n${hashedText(event, position, committedAt)}`);
