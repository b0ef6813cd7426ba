import type { StoredRate } from '../../rates/rate';
import { FetchedRateStore } from '../store.port';
import { type Connection, transaction } from './driver';
import { patiently } from './patience';
import type { TurnLane } from '../turn-lane';
import { fetchedRateOf } from '../sql/rows';
import { insertInto } from '../sql/statements';
import type { FetchedRateRow } from '../sql/tables';

const ALL = 'select * from fetched_rates order by base, quote';
const FORGET = 'delete from fetched_rates';
const INSERT = insertInto('fetched_rates', 'base', 'quote', 'value', 'inverse', 'source', 'as_of');

export class SqliteFetchedRates extends FetchedRateStore {
  constructor(
    private readonly writer: Connection,
    private readonly reader: Connection,
    private readonly lane: TurnLane,
  ) {
    super();
  }

  override async all(): Promise<readonly StoredRate[]> {
    return this.reader.prepare<FetchedRateRow>(ALL).all([]).map(fetchedRateOf);
  }

  /** Between the turns. */
  override keep(rates: readonly StoredRate[]): Promise<void> {
    return this.lane.alone(() =>
      patiently(() =>
        transaction(this.writer, () => {
          this.writer.prepare(FORGET).run([]);
          for (const { base, quote, value, inverse, source, asOf } of rates) {
            this.writer.prepare(INSERT).run([base, quote, value, inverse, source, asOf]);
          }
        }),
      ),
    );
  }
}
