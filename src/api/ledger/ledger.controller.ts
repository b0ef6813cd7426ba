import { Controller, Get } from '@nestjs/common';
import { Caller, type CallerOf } from '../../http/auth/access';
import { Chapter, Documented, listOf } from '../../http/openapi/documented';
import { QueryOf } from '../../http/validation/inputs';
import { ReadStore } from '../../store/store.port';
import { listNamed, Lists, type ListAnswer } from '../edge/lists';
import { pageQuery, type AskedPage } from '../edge/page-queries';
import { fxPositionsView, shownFxPosition, type FxPositionView } from './fx-positions.view';
import {
  ledgerAccountsView,
  shownLedgerAccount,
  shownTrialBalance,
  trialBalanceView,
  type LedgerAccountView,
  type TrialBalanceView,
} from './ledger.view';

/** The tenant's books. */
@Chapter('Ledger')
@Controller('v1/ledger')
export class LedgerController {
  constructor(
    private readonly reads: ReadStore,
    private readonly lists: Lists,
  ) {}

  @Documented({
    operationId: 'listLedgerAccounts',
    summary: 'List your own accounts',
    description:
      'What clearing and conversion hold, or owe. Customers’ accounts are not among them.',
    answers: { 200: listOf('LedgerAccountList', shownLedgerAccount) },
  })
  @Get('accounts')
  async accounts(
    @QueryOf(pageQuery) query: AskedPage,
    @Caller() { tenantId }: CallerOf,
  ): Promise<ListAnswer<LedgerAccountView>> {
    return this.lists.ofAll(
      { tenantId, list: listNamed('ledger/accounts') },
      query,
      ledgerAccountsView(await this.reads.ledgerTotals(tenantId)),
      ({ id }) => id,
    );
  }

  @Documented({
    operationId: 'listFxPositions',
    summary: 'List what conversions have left with you',
    answers: { 200: listOf('FxPositionList', shownFxPosition) },
  })
  @Get('fx-positions')
  async fxPositions(
    @QueryOf(pageQuery) query: AskedPage,
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

  @Documented({
    operationId: 'readTrialBalance',
    summary: 'Read the trial balance',
    answers: { 200: shownTrialBalance },
  })
  @Get('trial-balance')
  async trialBalance(@Caller() { tenantId }: CallerOf): Promise<TrialBalanceView> {
    return trialBalanceView(await this.reads.ledgerTotals(tenantId));
  }
}
