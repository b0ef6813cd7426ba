import type { TenantId } from '../kernel/ids';
import type { RateBook } from './rate-book';

/** The rates that were not pinned by anyone: fetched, or the sample table. No I/O here. */
export abstract class FetchedRates {
  abstract book(tenantId: TenantId): RateBook;
}
