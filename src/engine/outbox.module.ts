import { Module } from '@nestjs/common';
import { DrainLimit } from './drain-limit';
import { OutboxWorker } from './outbox.worker';

/** Performs what the engine orders of the outside world. A command line tool leaves it out. */
@Module({ providers: [OutboxWorker, DrainLimit] })
export class OutboxModule {}
