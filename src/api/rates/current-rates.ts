import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import type { TenantId } from '../../kernel/ids';
import { currencies } from '../../money';
import { currentRate } from '../../rates/current-rate';
import { FetchedRates } from '../../rates/fetched-rates.port';
import type { Rate } from '../../rates/rate';
import { RateBook } from '../../rates/rate-book';
import type { RateAnswer } from '../../rates/rates.port';
import { ReadStore } from '../../store/store.port';

/** The rates as a flow that began now would use them. */
@Injectable()
export class CurrentRates {
  constructor(
    private readonly reads: ReadStore,
    private readonly fetched: FetchedRates,
    private readonly clock: Clock,
  ) {}

  async between(tenantId: TenantId, base: string, quote: string): Promise<RateAnswer> {
    return (await this.resolver(tenantId))(base, quote);
  }

  /** Into every other currency that there is a way to, by the code of the quote currency. */
  async allFrom(tenantId: TenantId, base: string): Promise<readonly Rate[]> {
    const resolve = await this.resolver(tenantId);
    const tenant = await this.reads.tenant(tenantId);
    return [...currencies, ...(tenant?.currencies ?? [])]
      .map(({ code }) => code)
      .filter((code) => code !== base)
      .sort()
      .map((code) => resolve(base, code))
      .flatMap((answer) => (answer.kind === 'found' ? [answer.rate] : []));
  }

  private async resolver(tenantId: TenantId): Promise<(base: string, quote: string) => RateAnswer> {
    const pinned = RateBook.of(await this.reads.pinnedRates(tenantId));
    const now = this.clock.now();
    const fetched = this.fetched.at(now);
    return (base, quote) => currentRate(pinned, fetched, base, quote, now);
  }
}
