import { Module } from '@nestjs/common';
import { WebhookApplier } from './webhook.applier';
import { WebhooksController } from './webhooks.controller';

/** What providers tell us by themselves. */
@Module({ controllers: [WebhooksController], providers: [WebhookApplier] })
export class WebhooksModule {}
