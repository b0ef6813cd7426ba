import { Module } from '@nestjs/common';
import { WebhooksModule } from '../webhooks/webhooks.module';
import { Metrics } from './metrics';
import { MetricsController } from './metrics.controller';

/** `GET /metrics`. */
@Module({
  imports: [WebhooksModule],
  controllers: [MetricsController],
  providers: [Metrics],
})
export class MetricsModule {}
