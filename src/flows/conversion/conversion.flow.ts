import { Injectable } from '@nestjs/common';
import { Saga } from '@nestjs/cqrs';
import { genericFlow, on, sagaOf } from '../../kernel/flow';
import { ConversionRequestedEvent, ConvertCommand } from './conversion.messages';

/** Money in, target currencies in; money out. It knows no account and no flow. */
const conversionFlow = genericFlow(
  'conversion',
  on(ConversionRequestedEvent, ConvertCommand, ({ from, targets, quoteId }) => ({
    from,
    targets,
    quoteId,
  })),
);

@Injectable()
export class ConversionSaga {
  @Saga()
  readonly conversion = sagaOf(conversionFlow);
}
