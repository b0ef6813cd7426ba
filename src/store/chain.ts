import { hash } from 'node:crypto';
import type { Instant } from '../kernel/clock';
import type { TenantId } from '../kernel/ids';
import type { NewEvent, Segment, StoredEvent } from './records';
import { bodyOf, type Run, runsOf, typesOf } from './segment';
import type { Head } from './store.port';

/** The hash before a tenant's first segment. */
export const GENESIS = '0'.repeat(64);

/**
 * What is hashed of a segment: every field that is stored, one a line, in this order. The body is
 * the stored text itself, so that nothing is ever serialised twice.
 */
const hashedText = (segment: Omit<Segment, 'hash'>): string =>
  `${segment.tenantId}\n${segment.position}\n${segment.size}\n${segment.committedAt}\n` +
  `${segment.stream.kind}\n${segment.stream.id}\n${segment.sequence}\n${segment.types}\n` +
  segment.body;

/** SHA-256 of the previous segment's hash and this one: a changed, lost or added row breaks it. */
export const chainedHash = (previous: string, segment: Omit<Segment, 'hash'>): string =>
  hash('sha256', `${previous}\n${hashedText(segment)}`);

/** Events behind the head of their tenant's log; a clock that was set back moves no time back. */
const chained = (run: Run, head: Head, now: Instant): Segment => {
  const [{ tenantId, stream, sequence }] = run;
  const segment = {
    tenantId,
    stream,
    sequence,
    position: head.position + run.length,
    size: run.length,
    committedAt: now > head.at ? now : head.at,
    types: typesOf(run),
    body: bodyOf(run),
  };
  return { ...segment, hash: chainedHash(head.hash, segment) };
};

/** The log's end when this is its last segment. */
const headAt = ({ position, hash: last, committedAt }: Segment): Head => ({
  position,
  hash: last,
  at: committedAt,
});

/** Events chained behind their tenants' heads, and where those are then. */
interface Appended {
  readonly segments: readonly Segment[];
  readonly heads: ReadonlyMap<TenantId, Head>;
  readonly stored: readonly StoredEvent[];
}

/** Chains a turn's events, in their order; `headOf` is asked once for each tenant. */
export const append = (
  events: readonly NewEvent[],
  headOf: (tenantId: TenantId) => Head,
  now: Instant,
): Appended => {
  const heads = new Map<TenantId, Head>();
  const segments: Segment[] = [];
  const stored: StoredEvent[] = [];
  for (const run of runsOf(events)) {
    const [{ tenantId }] = run;
    const head = heads.get(tenantId) ?? headOf(tenantId);
    const segment = chained(run, head, now);
    const { committedAt } = segment;
    heads.set(tenantId, headAt(segment));
    segments.push(segment);
    run.forEach((event, index) => {
      stored.push({ ...event, position: head.position + index + 1, committedAt });
    });
  }
  return { segments, heads, stored };
};
