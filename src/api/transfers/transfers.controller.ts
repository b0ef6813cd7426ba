import { Controller, Get, Param, Post } from '@nestjs/common';
import type { Transfer } from '../../flows/transfer/transfer.state';
import { Caller, type CallerOf } from '../../http/auth/access';
import { exampleId } from '../../http/fields';
import { Chapter, Documented, listOf, located } from '../../http/openapi/documented';
import { JsonBody, QueryOf } from '../../http/validation/inputs';
import { Ids } from '../../kernel/ids';
import type { ListAnswer } from '../edge/lists';
import { OrderDesk } from '../edge/order-desk';
import { Submitted, type Submission } from '../edge/submission';
import { shownDryRunOf } from '../flow-resources/dry-run.view';
import { FlowReader, type ShownFlow } from '../flow-resources/flow-reader';
import {
  dryRunQuery,
  flowListQuery,
  type DryRunQuery,
  type FlowListQuery,
} from '../flow-resources/flow-resources.schemas';
import { debitingFlowRefusals } from '../flow-resources/refusals';
import { askedTransfer } from './asked-transfer';
import { shownTransfer, transferView, type TransferView } from './transfer.view';
import { newTransfer, transferPath, type NewTransfer } from './transfers.schemas';

const transfers: ShownFlow<Transfer, TransferView> = {
  kind: 'transfer',
  name: 'transfer',
  viewOf: transferView,
};

/** Money from one account to another: requested, and read. */
@Chapter('Transfers')
@Controller('v1/transfers')
export class TransfersController {
  constructor(
    private readonly desk: OrderDesk,
    private readonly flows: FlowReader,
    private readonly ids: Ids,
  ) {}

  @Documented({
    operationId: 'requestTransfer',
    summary: 'Request a transfer',
    description:
      'It is complete with its 201. A refusal is a 422 with a `flowId`: the transfer stays readable, as ' +
      '`rejected`.',
    answers: { 201: located(shownTransfer), 200: shownDryRunOf(shownTransfer) },
    refuses: ['same-account', ...debitingFlowRefusals],
    keepsRefusals: true,
    example: {
      fromAccountId: exampleId('acc'),
      toAccountId: exampleId('acc', 2),
      amount: '10.00',
      currency: 'USD',
    },
  })
  @Post()
  request(
    @JsonBody(newTransfer) body: NewTransfer,
    @QueryOf(dryRunQuery) { dryRun }: DryRunQuery,
    @Submitted() submission: Submission,
  ): Promise<Buffer | undefined> {
    return this.desk.place(submission, { ...askedTransfer(body, this.ids), dryRun });
  }

  @Documented({
    operationId: 'listTransfers',
    summary: 'List transfers',
    answers: { 200: listOf('TransferList', shownTransfer) },
  })
  @Get()
  list(
    @QueryOf(flowListQuery) query: FlowListQuery,
    @Caller() { tenantId }: CallerOf,
  ): Promise<ListAnswer<TransferView>> {
    return this.flows.list(transfers, tenantId, query);
  }

  @Documented({
    operationId: 'readTransfer',
    summary: 'Read a transfer',
    answers: { 200: shownTransfer },
  })
  @Get(':id')
  read(
    @Param('id', { schema: transferPath }) id: string,
    @Caller() { tenantId }: CallerOf,
  ): Promise<TransferView> {
    return this.flows.one(transfers, tenantId, id);
  }
}
