import type { StoredEvent } from '../../store/records';
import { eventView } from './event.view';

/** What a client waits for (ms) before it comes back after a break. */
const RETRY_AFTER = 3_000;

/** The first thing on a stream: from here on, also for a client that breaks off before any event. */
export const opening = (position: number): string =>
  `retry: ${String(RETRY_AFTER)}\nid: ${String(position)}\n\n`;

/** One event. Its data is one line: JSON has no line break outside of its escapes. */
export const eventBlock = (event: StoredEvent): string =>
  `id: ${String(event.position)}\nevent: ${event.type}\ndata: ${JSON.stringify(eventView(event))}\n\n`;

/**
 * A comment that keeps the connection open. The id makes the client remember how far the
 * log was looked through, though nothing in it was for the client; without data no event is raised.
 */
export const heartbeat = (position: number): string => `: still here\nid: ${String(position)}\n\n`;
