import type { StoredRate } from '../../rates/rate';
import { FetchedRateStore } from '../store.port';
import { type Connection, transaction } from './driver';
import { patiently } from './patience';
import type { TurnLane } from '../turn-lane';
import { FETCHED_RATES } from '../sql/reads';
import { fetchedRateOf } from '../sql/rows';
import type { FetchedRateRow } from '../sql/tables';
import { rowOfFetchedRate } from '../sql/to-rows';
import { insertAll } from './bulk';

const FORGET = 'delete from fetched_rates';
const insertRates = insertAll('fetched_rates');

export class SqliteFetchedRates extends FetchedRateStore {
  constructor(
    private readonly writer: Connection,
    private readonly reader: Connection,
    private readonly lane: TurnLane,
  ) {
    super();
  }

  override async all(): Promise<readonly StoredRate[]> {
    return this.reader.prepare<FetchedRateRow>(FETCHED_RATES).all([]).map(fetchedRateOf);
  }

  /** Between the turns. */
  override keep(rates: readonly StoredRate[]): Promise<void> {
    return this.lane.alone(() =>
      patiently(() =>
        transaction(this.writer, () => {
          this.writer.prepare(FORGET).run([]);
          insertRates(this.writer, rates.map(rowOfFetchedRate));
        }),
      ),
    );
  }
}
