import { Controller, Get, Param, Post } from '@nestjs/common';
import { RequestTransferCommand } from '../../flows/transfer/transfer.messages';
import type { Transfer } from '../../flows/transfer/transfer.state';
import { Caller, type CallerOf } from '../../http/auth/access';
import { JsonBody, QueryOf } from '../../http/validation/inputs';
import { Ids } from '../../kernel/ids';
import { moneyOf } from '../../money';
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
import { transferView, type TransferView } from './transfer.view';
import { newTransfer, transferPath, type NewTransfer } from './transfers.schemas';

const transfers: ShownFlow<Transfer, TransferView> = {
  kind: 'transfer',
  name: 'transfer',
  viewOf: transferView,
};

/** Money from one account to another: requested, and read. */
@Controller('v1/transfers')
export class TransfersController {
  constructor(
    private readonly desk: OrderDesk,
    private readonly flows: FlowReader,
    private readonly ids: Ids,
  ) {}

  @Post()
  request(
    @JsonBody(newTransfer) body: NewTransfer,
    @QueryOf(dryRunQuery) { dryRun }: DryRunQuery,
    @Submitted() submission: Submission,
  ): Promise<Buffer | undefined> {
    const { fromAccountId, toAccountId, amount, currency, quoteId = null, metadata = {} } = body;
    return this.desk.place(submission, {
      command: RequestTransferCommand,
      data: {
        fromAccountId,
        toAccountId,
        requested: moneyOf(amount, currency),
        quoteId,
        metadata,
      },
      stream: { kind: 'transfer', id: this.ids.next('trf') },
      touches: {
        accountIds: [fromAccountId, toAccountId],
        quoteIds: quoteId === null ? [] : [quoteId],
      },
      dryRun,
    });
  }

  @Get()
  list(
    @QueryOf(flowListQuery) query: FlowListQuery,
    @Caller() { tenantId }: CallerOf,
  ): Promise<ListAnswer<TransferView>> {
    return this.flows.list(transfers, tenantId, query);
  }

  @Get(':id')
  read(
    @Param('id', { schema: transferPath }) id: string,
    @Caller() { tenantId }: CallerOf,
  ): Promise<TransferView> {
    return this.flows.one(transfers, tenantId, id);
  }
}
