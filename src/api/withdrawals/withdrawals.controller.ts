import { Controller, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Withdrawal } from '../../flows/withdraw/withdraw.state';
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
import { debitingFlowRefusals } from '../flow-resources/refusals';
import { askedWithdrawal } from './asked-withdrawal';
import { withdrawalView, shownWithdrawal, type WithdrawalView } from './withdrawal.view';
import { withdrawalPath, newWithdrawal, type NewWithdrawal } from './withdrawals.schemas';

const withdrawals: ShownFlow<Withdrawal, WithdrawalView> = {
  kind: 'withdraw',
  name: 'withdrawal',
  viewOf: withdrawalView,
};

/** Money out: requested, cancelled, and read. */
@Chapter('Withdrawals')
@Controller('v1/withdrawals')
export class WithdrawalsController {
  constructor(
    private readonly desk: OrderDesk,
    private readonly flows: FlowReader,
    private readonly providers: Providers,
    private readonly ids: Ids,
    private readonly cancelling: Cancelling,
  ) {}

  @Documented({
    operationId: 'requestWithdrawal',
    summary: 'Request a withdrawal',
    description:
      'It is converted, judged and made durable before the answer; the payment itself follows. A refusal ' +
      'is a 422 with a `flowId`: the withdrawal stays readable, as `rejected`.',
    answers: { 201: located(shownWithdrawal), 200: shownDryRunOf(shownWithdrawal) },
    refuses: debitingFlowRefusals,
    keepsRefusals: true,
    example: {
      accountId: exampleId('acc'),
      amount: '25.00',
      currency: 'USD',
      destination: 'sim:success',
      metadata: { order: '2026-0815' },
    },
  })
  @Post()
  request(
    @JsonBody(newWithdrawal) body: NewWithdrawal,
    @QueryOf(dryRunQuery) { dryRun }: DryRunQuery,
    @Submitted() submission: Submission,
  ): Promise<Buffer | undefined> {
    return this.desk.place(submission, {
      ...askedWithdrawal(body, this.ids, this.providers),
      dryRun,
    });
  }

  @Documented({
    operationId: 'cancelWithdrawal',
    summary: 'Cancel a withdrawal',
    description:
      'Only while its provider certainly does not have it; otherwise what the provider says counts. It ends as ' +
      '`failed`, with the failure `cancelled`.',
    answers: { 200: z.union([shownWithdrawal, shownDryRunOf(shownWithdrawal)]) },
    refuses: ['flow-already-ended', 'payment-already-submitted'],
  })
  @Post(':id/cancel')
  cancel(
    @Param('id', { schema: withdrawalPath }) id: string,
    @QueryOf(dryRunQuery) { dryRun }: DryRunQuery,
    @Submitted() submission: Submission,
  ): Promise<Buffer | undefined> {
    return this.cancelling.cancel(withdrawals, id, submission, dryRun);
  }

  @Documented({
    operationId: 'listWithdrawals',
    summary: 'List withdrawals',
    answers: { 200: listOf('WithdrawalList', shownWithdrawal) },
  })
  @Get()
  list(
    @QueryOf(flowListQuery) query: FlowListQuery,
    @Caller() { tenantId }: CallerOf,
  ): Promise<ListAnswer<WithdrawalView>> {
    return this.flows.list(withdrawals, tenantId, query);
  }

  @Documented({
    operationId: 'readWithdrawal',
    summary: 'Read a withdrawal',
    answers: { 200: shownWithdrawal },
  })
  @Get(':id')
  read(
    @Param('id', { schema: withdrawalPath }) id: string,
    @Caller() { tenantId }: CallerOf,
  ): Promise<WithdrawalView> {
    return this.flows.one(withdrawals, tenantId, id);
  }
}
