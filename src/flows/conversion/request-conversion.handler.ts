import { CommandHandler } from '@nestjs/cqrs';
import { Answers } from '../../kernel/answers';
import { ConversionRequestedEvent, RequestConversionCommand } from './conversion.messages';

@CommandHandler(RequestConversionCommand)
@Answers(ConversionRequestedEvent)
export class RequestConversionHandler {
  execute({ data, meta }: RequestConversionCommand): ConversionRequestedEvent {
    const { from, targets, quoteId } = data;
    return new ConversionRequestedEvent({ from, targets, quoteId }, meta);
  }
}
