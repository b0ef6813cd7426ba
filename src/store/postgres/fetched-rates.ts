import type { StoredRate } from '../../rates/rate';
import type { Reader } from '../sql/reader';
import { FETCHED_RATES } from '../sql/reads';
import { fetchedRateOf } from '../sql/rows';
import type { FetchedRateRow } from '../sql/tables';
import { rowOfFetchedRate } from '../sql/to-rows';
import { FetchedRateStore } from '../store.port';
import { bulk, upsertAll } from './bulk';
import { EVERYBODY } from './connection';
import type { TurnLane } from '../turn-lane';
import type { Writers } from './writers';

const KEEP = upsertAll('fetched_rates', 'base', 'quote');
const FORGET_OTHERS = bulk(
  'fetched_rates',
  ['base', 'quote'],
  (given) => `delete from fetched_rates where (base, quote) not in (select * from ${given})`,
);

export class PostgresFetchedRates extends FetchedRateStore {
  constructor(
    private readonly writers: Writers,
    private readonly connections: Reader,
    private readonly lane: TurnLane,
  ) {
    super();
  }

  override async all(): Promise<readonly StoredRate[]> {
    return (await this.connections.everywhere.all<FetchedRateRow>(FETCHED_RATES, [])).map(
      fetchedRateOf,
    );
  }

  /** Of two instances that fetch at once the later one's rates stay. */
  override keep(rates: readonly StoredRate[]): Promise<void> {
    const rows = rates.map(rowOfFetchedRate);
    return this.lane.run(['fetched rates'], () =>
      this.writers.transaction(EVERYBODY, async (transaction) => {
        transaction.write(KEEP, rows);
        await transaction.rows(FORGET_OTHERS, rows);
      }),
    );
  }
}
