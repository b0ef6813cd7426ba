import { CommandHandler } from '@nestjs/cqrs';
import { Answers } from '../kernel/answers';
import { Settings } from './settings.port';
import { ChangeTenantCommand, TenantChangedEvent } from './tenancy.messages';

/** Flows that have been converted keep what was frozen in them; the next conversion is another. */
@CommandHandler(ChangeTenantCommand)
@Answers(TenantChangedEvent)
export class ChangeTenantHandler {
  constructor(private readonly settings: Settings) {}

  execute({ data: { settings: change }, meta }: ChangeTenantCommand): TenantChangedEvent {
    const before = this.settings.of(meta.tenantId);
    const settings = {
      spreadBasisPoints: change.spreadBasisPoints ?? before.spreadBasisPoints,
      rounding: change.rounding ?? before.rounding,
    };
    return new TenantChangedEvent({ settings }, meta);
  }
}
