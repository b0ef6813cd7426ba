import { Controller, Get, Param, Post } from '@nestjs/common';
import { RequestDepositCommand } from '../../flows/deposit/deposit.messages';
import type { Deposit } from '../../flows/deposit/deposit.state';
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
import { depositView, type DepositView } from './deposit.view';
import { depositPath, newDeposit, type NewDeposit } from './deposits.schemas';

const deposits: ShownFlow<Deposit, DepositView> = {
  kind: 'deposit',
  name: 'deposit',
  viewOf: depositView,
};

/** Money in: requested, and read. */
@Controller('v1/deposits')
export class DepositsController {
  constructor(
    private readonly desk: OrderDesk,
    private readonly flows: FlowReader,
    private readonly providers: Providers,
    private readonly ids: Ids,
  ) {}

  @Post()
  request(
    @JsonBody(newDeposit) body: NewDeposit,
    @QueryOf(dryRunQuery) { dryRun }: DryRunQuery,
    @Submitted() submission: Submission,
  ): Promise<Buffer | undefined> {
    const { accountId, amount, currency, source, quoteId = null, metadata = {} } = body;
    return this.desk.place(submission, {
      command: RequestDepositCommand,
      data: {
        accountId,
        requested: moneyOf(amount, currency),
        provider: providerFor(this.providers, 'source', source),
        source,
        quoteId,
        metadata,
      },
      stream: { kind: 'deposit', id: this.ids.next('dep') },
      touches: { accountIds: [accountId], quoteIds: quoteId === null ? [] : [quoteId] },
      dryRun,
    });
  }

  @Get()
  list(
    @QueryOf(flowListQuery) query: FlowListQuery,
    @Caller() { tenantId }: CallerOf,
  ): Promise<ListAnswer<DepositView>> {
    return this.flows.list(deposits, tenantId, query);
  }

  @Get(':id')
  read(
    @Param('id', { schema: depositPath }) id: string,
    @Caller() { tenantId }: CallerOf,
  ): Promise<DepositView> {
    return this.flows.one(deposits, tenantId, id);
  }
}
