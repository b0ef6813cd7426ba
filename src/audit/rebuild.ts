import type { Projector } from '../engine/projector';
import type { TenantId } from '../kernel/ids';
import type { AuditStore, Store } from '../store/store.port';
import { read, recordedOf } from './logged-event';
import { ReplayedWorld } from './replayed-world';

/** Events that are replayed before what they made is written: one transaction each. */
const BATCH = 2_000;

export interface Rebuilt {
  readonly tenants: number;
  readonly events: number;
}

/**
 * Drops every projection and makes it again from the log, by the same rows that serve the live
 * turn: the same bytes come out. It calls nobody outside. Nothing else may write to the store
 * meanwhile; when it breaks off, run it again.
 */
export async function rebuild(
  { audit }: Pick<Store, 'audit'>,
  projector: Projector,
): Promise<Rebuilt> {
  const tenants = await audit.snapshot((snapshot) => snapshot.tenants());
  await audit.dropProjections();
  let events = 0;
  for (const tenantId of tenants) events += await replay(audit, projector, tenantId);
  return { tenants: tenants.length, events };
}

async function replay(
  audit: AuditStore,
  projector: Projector,
  tenantId: TenantId,
): Promise<number> {
  const world = new ReplayedWorld();
  let events = 0;
  for await (const event of audit.log(tenantId)) {
    projector.apply(world, recordedOf(read(event)));
    events += 1;
    if (events % BATCH === 0) await audit.writeProjections(world.takeChanges());
  }
  await audit.writeProjections(world.takeChanges());
  return events;
}
