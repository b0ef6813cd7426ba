import { Controller, Get, Patch } from '@nestjs/common';
import { AdminOnly, Caller, type CallerOf } from '../../http/auth/access';
import { Chapter, Documented } from '../../http/openapi/documented';
import { JsonBody } from '../../http/validation/inputs';
import { ReadStore } from '../../store/store.port';
import { ChangeTenantCommand } from '../../tenancy/tenancy.messages';
import { found } from '../edge/found';
import { OrderDesk } from '../edge/order-desk';
import { Submitted, type Submission } from '../edge/submission';
import { settingsChange, type SettingsChange } from './settings.schemas';
import { settingsView, shownSettings, type SettingsView } from './settings.view';

/** What the tenant decides about its conversions: read and changed by an admin. */
@Chapter('Keys and settings')
@AdminOnly()
@Controller('v1/settings')
export class SettingsController {
  constructor(
    private readonly desk: OrderDesk,
    private readonly reads: ReadStore,
  ) {}

  @Documented({
    operationId: 'readSettings',
    summary: 'Read your settings',
    answers: { 200: shownSettings },
  })
  @Get()
  async read(@Caller() { tenantId }: CallerOf): Promise<SettingsView> {
    return settingsView(found(await this.reads.tenant(tenantId), 'tenant'));
  }

  @Documented({
    operationId: 'changeSettings',
    summary: 'Change your settings',
    description: 'What is left out stays. A flow keeps what was frozen in it.',
    answers: { 200: shownSettings },
    example: { spreadBasisPoints: 50 },
  })
  @Patch()
  change(
    @JsonBody(settingsChange) settings: SettingsChange,
    @Submitted() submission: Submission,
  ): Promise<Buffer | undefined> {
    return this.desk.place(submission, {
      command: ChangeTenantCommand,
      data: { settings },
      stream: { kind: 'tenant', id: submission.caller.tenantId },
    });
  }
}
