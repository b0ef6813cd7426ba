import { Module } from '@nestjs/common';
import { OutboxWorker } from './outbox.worker';

/** Performs what the engine orders of the outside world. A command line tool leaves it out. */
@Module({ providers: [OutboxWorker] })
export class OutboxModule {}
