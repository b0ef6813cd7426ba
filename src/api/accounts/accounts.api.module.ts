import { Module } from '@nestjs/common';
import { AccountChangesController } from './account-changes.controller';
import { AccountsController } from './accounts.controller';

@Module({ controllers: [AccountsController, AccountChangesController] })
export class AccountsApiModule {}
