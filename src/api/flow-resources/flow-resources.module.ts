import { Module } from '@nestjs/common';
import { Cancelling } from './cancelling';
import { FlowReader } from './flow-reader';
import { Nudges } from './nudges';

/** What deposits, withdrawals and transfers have in common as resources. */
@Module({
  providers: [Cancelling, FlowReader, Nudges],
  exports: [Cancelling, FlowReader, Nudges],
})
export class FlowResourcesModule {}
