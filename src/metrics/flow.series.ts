import { Counter, type Registry } from 'prom-client';
import { PaymentAnomalyEvent, PaymentOverdueEvent } from '../flows/payment/payment.messages';
import type { FlowStatus } from '../kernel/flow-state';
import type { FlowKind } from '../kernel/message';
import type { Turns } from '../engine/turns';

const kinds: readonly FlowKind[] = ['deposit', 'withdraw', 'transfer'];
const ends: readonly FlowStatus[] = ['completed', 'failed', 'rejected'];

/** The last event of a flow, by its type. */
const endOf: ReadonlyMap<string, { readonly kind: FlowKind; readonly status: FlowStatus }> =
  new Map(
    kinds.flatMap((kind) => ends.map((status) => [`${kind}.${status}`, { kind, status }] as const)),
  );

/** The first event of a flow, by its type. */
const beginningOf: ReadonlyMap<string, FlowKind> = new Map(
  kinds.map((kind) => [`${kind}.requested`, kind] as const),
);

/** There before they happen: a series that appears with its first event has no increase to alert on. */
const alerting = [PaymentAnomalyEvent, PaymentOverdueEvent] as const;

/** Flows and events, counted when they are committed. */
export function flowSeries(registry: Registry, { committed$ }: Turns): void {
  const registers = [registry];
  const started = new Counter({
    name: 'cambist_flows_started_total',
    help: 'Flows that have begun.',
    labelNames: ['kind'],
    registers,
  });
  const ended = new Counter({
    name: 'cambist_flows_total',
    help: 'Flows that have ended.',
    labelNames: ['kind', 'status'],
    registers,
  });
  const events = new Counter({
    name: 'cambist_events_total',
    help: 'Events committed to the log.',
    labelNames: ['type'],
    registers,
  });
  for (const kind of kinds) started.inc({ kind }, 0);
  for (const labels of endOf.values()) ended.inc({ ...labels }, 0);
  for (const { type } of alerting) events.inc({ type }, 0);
  committed$.subscribe((committed) => {
    for (const [type, count] of countedByType(committed)) {
      events.inc({ type }, count);
      const kind = beginningOf.get(type);
      if (kind !== undefined) started.inc({ kind }, count);
      const end = endOf.get(type);
      if (end !== undefined) ended.inc({ ...end }, count);
    }
  });
}

/** A turn has many events of few types. */
function countedByType(events: readonly { readonly type: string }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}
