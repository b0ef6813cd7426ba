import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module';
import { VerifyController } from './verify.controller';

@Module({ imports: [AuditModule], controllers: [VerifyController] })
export class VerifyApiModule {}
