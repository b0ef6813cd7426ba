import { Controller, HttpCode, Post } from '@nestjs/common';
import { exampleId } from '../../http/fields';
import { LargeBodies } from '../../http/large-bodies';
import { Chapter, Documented, IDEMPOTENCY_KEY } from '../../http/openapi/documented';
import { JsonBody, QueryOf } from '../../http/validation/inputs';
import { JSON_MEDIA_TYPE } from '../edge/order-desk';
import { Submitted, type Submission } from '../edge/submission';
import { dryRunQuery, type DryRunQuery } from '../flow-resources/flow-resources.schemas';
import { BulkDesk } from './bulk-desk';
import { answerOf } from './bulk-results';
import { bulk, describedBulk, shownBulk, type Bulk } from './bulk.schemas';

/** Many flows in one call, for callers whom HTTP limits. */
@Chapter('Bulk')
@Controller('v1/bulk')
export class BulkController {
  constructor(private readonly desk: BulkDesk) {}

  @Documented({
    operationId: 'requestBulk',
    summary: 'Request many deposits, withdrawals and transfers',
    description:
      'Each item is what its single call is, with the same idempotency key and the same answer: it stands ' +
      'in `results`, in the order of the items, and the call itself is answered 200. With `atomic` all ' +
      'items are carried in one transaction, or nothing of any is kept: those that would have been done ' +
      'have the status 424 `not-done` then. The call needs no `Idempotency-Key` of its own, and passes ' +
      'over one.',
    answers: { 200: shownBulk },
    refuses: ['idempotency-key-invalid'],
    body: describedBulk,
    passesOver: [IDEMPOTENCY_KEY],
    example: {
      atomic: true,
      items: [
        {
          kind: 'transfer',
          idempotencyKey: 'payout-2026-11-21-1',
          fromAccountId: exampleId('acc'),
          toAccountId: exampleId('acc', 2),
          amount: '10.00',
          currency: 'USD',
        },
        {
          kind: 'withdraw',
          idempotencyKey: 'payout-2026-11-21-2',
          accountId: exampleId('acc'),
          amount: '25.00',
          currency: 'USD',
          destination: 'sim:success',
        },
      ],
    },
  })
  @LargeBodies()
  @HttpCode(200)
  @Post()
  async request(
    @JsonBody(bulk) body: Bulk,
    @QueryOf(dryRunQuery) { dryRun }: DryRunQuery,
    @Submitted() { caller, answer }: Submission,
  ): Promise<Buffer> {
    const results = await this.desk.carry(caller.tenantId, body, dryRun);
    void answer.header('content-type', JSON_MEDIA_TYPE);
    return answerOf(body.atomic ?? false, results);
  }
}
