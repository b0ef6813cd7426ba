import { Module } from '@nestjs/common';
import { FlowReader } from './flow-reader';

/** What deposits, withdrawals and transfers have in common as resources. */
@Module({ providers: [FlowReader], exports: [FlowReader] })
export class FlowResourcesModule {}
