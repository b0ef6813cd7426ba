import { Module } from '@nestjs/common';
import { BulkDesk } from './bulk-desk';
import { BulkController } from './bulk.controller';

@Module({ controllers: [BulkController], providers: [BulkDesk] })
export class BulkApiModule {}
