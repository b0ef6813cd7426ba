import { CommandHandler } from '@nestjs/cqrs';
import { Answers } from '../kernel/answers';
import { CreateKeyCommand, KeyCreatedEvent } from './tenancy.messages';

/** The log carries the key's hash, so that it can be rebuilt; the key itself is never written. */
@CommandHandler(CreateKeyCommand)
@Answers(KeyCreatedEvent)
export class CreateKeyHandler {
  execute({ data, meta }: CreateKeyCommand): KeyCreatedEvent {
    const { keyId, name, role, hash } = data;
    return new KeyCreatedEvent({ keyId, name, role, hash }, meta);
  }
}
