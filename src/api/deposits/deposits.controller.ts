import { Controller, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Deposit } from '../../flows/deposit/deposit.state';
import { Caller, type CallerOf } from '../../http/auth/access';
import { Chapter, Documented, listOf, located } from '../../http/openapi/documented';
import { exampleId } from '../../http/fields';
import { JsonBody, QueryOf } from '../../http/validation/inputs';
import { Ids } from '../../kernel/ids';
import { Providers } from '../../providers/provider.port';
import type { ListAnswer } from '../edge/lists';
import { OrderDesk } from '../edge/order-desk';
import { Submitted, type Submission } from '../edge/submission';
import { Cancelling } from '../flow-resources/cancelling';
import { shownDryRunOf } from '../flow-resources/dry-run.view';
import { FlowReader, type ShownFlow } from '../flow-resources/flow-reader';
import {
  dryRunQuery,
  flowListQuery,
  type DryRunQuery,
  type FlowListQuery,
} from '../flow-resources/flow-resources.schemas';
import { accountFlowRefusals } from '../flow-resources/refusals';
import { askedDeposit } from './asked-deposit';
import { depositView, shownDeposit, type DepositView } from './deposit.view';
import { depositPath, newDeposit, type NewDeposit } from './deposits.schemas';

const deposits: ShownFlow<Deposit, DepositView> = {
  kind: 'deposit',
  name: 'deposit',
  viewOf: depositView,
};

/** Money in: requested, cancelled, and read. */
@Chapter('Deposits')
@Controller('v1/deposits')
export class DepositsController {
  constructor(
    private readonly desk: OrderDesk,
    private readonly flows: FlowReader,
    private readonly providers: Providers,
    private readonly ids: Ids,
    private readonly cancelling: Cancelling,
  ) {}

  @Documented({
    operationId: 'requestDeposit',
    summary: 'Request a deposit',
    description:
      'It is converted, judged and made durable before the answer; the payment itself follows. A refusal ' +
      'is a 422 with a `flowId`: the deposit stays readable, as `rejected`.',
    answers: { 201: located(shownDeposit), 200: shownDryRunOf(shownDeposit) },
    refuses: accountFlowRefusals,
    keepsRefusals: true,
    example: {
      accountId: exampleId('acc'),
      amount: '25.00',
      currency: 'USD',
      source: 'sim:success',
      metadata: { order: '2026-0815' },
    },
  })
  @Post()
  request(
    @JsonBody(newDeposit) body: NewDeposit,
    @QueryOf(dryRunQuery) { dryRun }: DryRunQuery,
    @Submitted() submission: Submission,
  ): Promise<Buffer | undefined> {
    return this.desk.place(submission, { ...askedDeposit(body, this.ids, this.providers), dryRun });
  }

  @Documented({
    operationId: 'cancelDeposit',
    summary: 'Cancel a deposit',
    description:
      'Only while its provider certainly does not have it; otherwise what the provider says counts. It ends as ' +
      '`failed`, with the failure `cancelled`.',
    answers: { 200: z.union([shownDeposit, shownDryRunOf(shownDeposit)]) },
    refuses: ['flow-already-ended', 'payment-already-submitted'],
  })
  @Post(':id/cancel')
  cancel(
    @Param('id', { schema: depositPath }) id: string,
    @QueryOf(dryRunQuery) { dryRun }: DryRunQuery,
    @Submitted() submission: Submission,
  ): Promise<Buffer | undefined> {
    return this.cancelling.cancel(deposits, id, submission, dryRun);
  }

  @Documented({
    operationId: 'listDeposits',
    summary: 'List deposits',
    answers: { 200: listOf('DepositList', shownDeposit) },
  })
  @Get()
  list(
    @QueryOf(flowListQuery) query: FlowListQuery,
    @Caller() { tenantId }: CallerOf,
  ): Promise<ListAnswer<DepositView>> {
    return this.flows.list(deposits, tenantId, query);
  }

  @Documented({
    operationId: 'readDeposit',
    summary: 'Read a deposit',
    answers: { 200: shownDeposit },
  })
  @Get(':id')
  read(
    @Param('id', { schema: depositPath }) id: string,
    @Caller() { tenantId }: CallerOf,
  ): Promise<DepositView> {
    return this.flows.one(deposits, tenantId, id);
  }
}
