import { Controller, Inject, Module, Post } from '@nestjs/common';
import type { Logger } from 'pino';
import { Submitted, type Submission } from '../../src/api/edge/submission';
import { dryRunQuery, type DryRunQuery } from '../../src/api/flow-resources/flow-resources.schemas';
import { newTransfer, type NewTransfer } from '../../src/api/transfers/transfers.schemas';
import { JsonBody, QueryOf } from '../../src/http/validation/inputs';
import { Ids } from '../../src/kernel/ids';
import { unredacted } from '../../src/logging/logger';
import { LOGGER } from '../../src/logging/logger.token';

/** All that a transfer costs before it is a transfer: read, checked, logged, answered, not made. */
@Controller('v1/no-op')
class NoOpController {
  private readonly logger: Logger;

  constructor(
    private readonly ids: Ids,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.logger = unredacted(logger);
  }

  @Post()
  accept(
    @JsonBody(newTransfer) { fromAccountId, toAccountId, amount, currency }: NewTransfer,
    @QueryOf(dryRunQuery) { dryRun }: DryRunQuery,
    @Submitted() { caller, keyed }: Submission,
  ): object {
    const id = this.ids.next('trf');
    // One line, as long as that of a transfer.
    this.logger.info(
      { tenantId: caller.tenantId, kind: 'transfer', flowId: id, events, ms: 0.123 },
      'segment',
    );
    const requested = { amount, currency };
    return {
      id,
      object: 'no-op',
      fromAccountId,
      toAccountId,
      requested,
      key: keyed()?.key,
      dryRun,
    };
  }
}

const events = [
  'transfer.requested',
  'conversion.requested',
  'conversion.done',
  'transfer.conversion-done',
  'transfer.validated',
  'transfer.completed',
];

@Module({ controllers: [NoOpController] })
export class NoOpModule {}
