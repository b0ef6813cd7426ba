import { Controller, Get, Param, Post } from '@nestjs/common';
import { RequestWithdrawCommand } from '../../flows/withdraw/withdraw.messages';
import type { Withdrawal } from '../../flows/withdraw/withdraw.state';
import { Caller, type CallerOf } from '../../http/auth/access';
import { JsonBody, QueryOf } from '../../http/validation/inputs';
import { Ids } from '../../kernel/ids';
import { moneyOf } from '../../money';
import { Providers } from '../../providers/provider.port';
import type { ListAnswer } from '../edge/lists';
import { OrderDesk } from '../edge/order-desk';
import { Submitted, type Submission } from '../edge/submission';
import { FlowReader, type ShownFlow } from '../flow-resources/flow-reader';
import {
  dryRunQuery,
  flowListQuery,
  type DryRunQuery,
  type FlowListQuery,
} from '../flow-resources/flow-resources.schemas';
import { providerFor } from '../flow-resources/payment-method';
import { withdrawalView, type WithdrawalView } from './withdrawal.view';
import { withdrawalPath, newWithdrawal, type NewWithdrawal } from './withdrawals.schemas';

const withdrawals: ShownFlow<Withdrawal, WithdrawalView> = {
  kind: 'withdraw',
  name: 'withdrawal',
  viewOf: withdrawalView,
};

/** Money out: requested, and read. */
@Controller('v1/withdrawals')
export class WithdrawalsController {
  constructor(
    private readonly desk: OrderDesk,
    private readonly flows: FlowReader,
    private readonly providers: Providers,
    private readonly ids: Ids,
  ) {}

  @Post()
  request(
    @JsonBody(newWithdrawal) body: NewWithdrawal,
    @QueryOf(dryRunQuery) { dryRun }: DryRunQuery,
    @Submitted() submission: Submission,
  ): Promise<Buffer | undefined> {
    const { accountId, amount, currency, destination, quoteId = null, metadata = {} } = body;
    return this.desk.place(submission, {
      command: RequestWithdrawCommand,
      data: {
        accountId,
        requested: moneyOf(amount, currency),
        provider: providerFor(this.providers, 'destination', destination),
        destination,
        quoteId,
        metadata,
      },
      stream: { kind: 'withdraw', id: this.ids.next('wdr') },
      touches: { accountIds: [accountId], quoteIds: quoteId === null ? [] : [quoteId] },
      dryRun,
    });
  }

  @Get()
  list(
    @QueryOf(flowListQuery) query: FlowListQuery,
    @Caller() { tenantId }: CallerOf,
  ): Promise<ListAnswer<WithdrawalView>> {
    return this.flows.list(withdrawals, tenantId, query);
  }

  @Get(':id')
  read(
    @Param('id', { schema: withdrawalPath }) id: string,
    @Caller() { tenantId }: CallerOf,
  ): Promise<WithdrawalView> {
    return this.flows.one(withdrawals, tenantId, id);
  }
}
