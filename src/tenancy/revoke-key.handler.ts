import { CommandHandler } from '@nestjs/cqrs';
import { Answers, NothingNew, TurnedAway } from '../kernel/answers';
import { match } from '../kernel/outcome';
import { ApiKeys } from './keys.port';
import { KeyRevokedEvent, RevokeKeyCommand } from './tenancy.messages';

@CommandHandler(RevokeKeyCommand)
@Answers(KeyRevokedEvent, NothingNew, TurnedAway)
export class RevokeKeyHandler {
  constructor(private readonly keys: ApiKeys) {}

  execute({ data: { keyId }, meta }: RevokeKeyCommand): KeyRevokedEvent | NothingNew | TurnedAway {
    return match(this.keys.find(meta.tenantId, keyId), {
      missing: (): KeyRevokedEvent | NothingNew | TurnedAway =>
        new TurnedAway({ code: 'not-found', detail: 'There is no such key.' }),
      found: ({ key }): KeyRevokedEvent | NothingNew | TurnedAway =>
        key.revokedAt === null ? new KeyRevokedEvent({ keyId }, meta) : new NothingNew(),
    });
  }
}
