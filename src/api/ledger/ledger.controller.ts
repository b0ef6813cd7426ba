import { Controller, Get } from '@nestjs/common';
import { Caller, type CallerOf } from '../../http/auth/access';
import { QueryOf } from '../../http/validation/inputs';
import { ReadStore } from '../../store/store.port';
import { listNamed, Lists, type ListAnswer } from '../edge/lists';
import { tableQuery, type AskedTable } from '../edge/page-queries';
import { fxPositionsView, type FxPositionView } from './fx-positions.view';
import {
  ledgerAccountsView,
  trialBalanceView,
  type LedgerAccountView,
  type TrialBalanceView,
} from './ledger.view';

/** The tenant's books. */
@Controller('v1/ledger')
export class LedgerController {
  constructor(
    private readonly reads: ReadStore,
    private readonly lists: Lists,
  ) {}

  @Get('accounts')
  async accounts(
    @QueryOf(tableQuery) query: AskedTable,
    @Caller() { tenantId }: CallerOf,
  ): Promise<ListAnswer<LedgerAccountView>> {
    return this.lists.ofAll(
      { tenantId, list: listNamed('ledger/accounts') },
      query,
      ledgerAccountsView(await this.reads.ledgerTotals(tenantId)),
      ({ id }) => id,
    );
  }

  /** What conversions have left with the tenant, with what was rounded. */
  @Get('fx-positions')
  async fxPositions(
    @QueryOf(tableQuery) query: AskedTable,
    @Caller() { tenantId }: CallerOf,
  ): Promise<ListAnswer<FxPositionView>> {
    const [totals, left] = await Promise.all([
      this.reads.ledgerTotals(tenantId),
      this.reads.fxTotals(tenantId),
    ]);
    return this.lists.ofAll(
      { tenantId, list: listNamed('ledger/fx-positions') },
      query,
      fxPositionsView(totals, left),
      ({ currency }) => currency,
    );
  }

  @Get('trial-balance')
  async trialBalance(@Caller() { tenantId }: CallerOf): Promise<TrialBalanceView> {
    return trialBalanceView(await this.reads.ledgerTotals(tenantId));
  }
}
