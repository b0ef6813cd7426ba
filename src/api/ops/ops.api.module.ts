import { Module } from '@nestjs/common';
import { OpsController } from './ops.controller';
import { ReadinessProbe } from './readiness';

@Module({ controllers: [OpsController], providers: [ReadinessProbe] })
export class OpsApiModule {}
