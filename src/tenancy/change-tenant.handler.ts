import { CommandHandler } from '@nestjs/cqrs';
import { isDeepStrictEqual } from 'node:util';
import { Answers, NothingNew } from '../kernel/answers';
import { Settings } from './settings.port';
import { ChangeTenantCommand, TenantChangedEvent } from './tenancy.messages';

/**
 * Flows that have been converted keep what was frozen in them; the next conversion is another.
 * What is decided already is not recorded again.
 */
@CommandHandler(ChangeTenantCommand)
@Answers(TenantChangedEvent, NothingNew)
export class ChangeTenantHandler {
  constructor(private readonly settings: Settings) {}

  execute({
    data: { settings: change },
    meta,
  }: ChangeTenantCommand): TenantChangedEvent | NothingNew {
    const before = this.settings.of(meta.tenantId);
    const settings = {
      spreadBasisPoints: change.spreadBasisPoints ?? before.spreadBasisPoints,
      rounding: change.rounding ?? before.rounding,
    };
    return isDeepStrictEqual(settings, before)
      ? new NothingNew()
      : new TenantChangedEvent({ settings }, meta);
  }
}
