import { CommandHandler } from '@nestjs/cqrs';
import { Answers } from '../kernel/answers';
import { CreateTenantCommand, TenantCreatedEvent } from './tenancy.messages';

@CommandHandler(CreateTenantCommand)
@Answers(TenantCreatedEvent)
export class CreateTenantHandler {
  execute({ data, meta }: CreateTenantCommand): TenantCreatedEvent {
    return new TenantCreatedEvent({ name: data.name }, meta);
  }
}
