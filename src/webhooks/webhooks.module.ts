import { Module } from '@nestjs/common';
import { ReceivedWebhooks } from './received-webhooks';
import { WebhookApplier } from './webhook.applier';
import { WebhooksController } from './webhooks.controller';

/** What providers tell us by themselves. */
@Module({
  controllers: [WebhooksController],
  providers: [WebhookApplier, ReceivedWebhooks],
  exports: [ReceivedWebhooks],
})
export class WebhooksModule {}
