import { Controller, Get, Param } from '@nestjs/common';
import { Caller, type CallerOf } from '../../http/auth/access';
import { Chapter, Documented } from '../../http/openapi/documented';
import { ProblemError } from '../../http/problems/problem';
import { QueryOf } from '../../http/validation/inputs';
import { problemOfIssues } from '../../http/validation/problem-of-issues';
import { Clock, type Instant } from '../../kernel/clock';
import type { AccountId, TenantId } from '../../kernel/ids';
import { AuditStore, ReadStore } from '../../store/store.port';
import { found } from '../edge/found';
import { accountPath, balanceQuery, type BalanceQuery } from './accounts.schemas';
import { balanceView, shownBalance, type BalanceView } from './balance.view';

/** What an account had, now or at any time since it was opened. */
@Chapter('Accounts')
@Controller('v1/accounts')
export class BalancesController {
  constructor(
    private readonly reads: ReadStore,
    private readonly audit: AuditStore,
    private readonly clock: Clock,
  ) {}

  @Documented({
    operationId: 'readBalance',
    summary: 'Read a balance, now or of the past',
    description:
      'As of `at`, a committed time; a time before the account was opened is `not-found`.',
    answers: { 200: shownBalance },
  })
  @Get(':id/balance')
  async read(
    @Param('id', { schema: accountPath }) id: AccountId,
    @QueryOf(balanceQuery) asked: BalanceQuery,
    @Caller() { tenantId }: CallerOf,
  ): Promise<BalanceView> {
    const account = found(await this.reads.account(tenantId, id), 'account');
    const now = await this.presentOf(tenantId);
    const at = asked.at ?? now;
    if (Date.parse(at) > Date.parse(now)) throw stillToCome;
    const balance = await this.reads.balanceAt(tenantId, id, at);
    if (balance === undefined) throw notOpenYet;
    return balanceView(account, balance, at);
  }

  /** A clock that was put back does not make what is committed already a thing of the future. */
  private async presentOf(tenantId: TenantId): Promise<Instant> {
    const now = this.clock.now();
    const { at } = await this.audit.head(tenantId);
    return at > now ? at : now;
  }
}

const stillToCome = problemOfIssues([{ path: ['at'], message: 'This time is still to come.' }]);

const notOpenYet = new ProblemError('not-found', 'The account was not open yet at this time.');
