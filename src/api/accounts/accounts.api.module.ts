import { Module } from '@nestjs/common';
import { AccountChangesController } from './account-changes.controller';
import { AccountsController } from './accounts.controller';
import { BalancesController } from './balances.controller';

@Module({ controllers: [AccountsController, AccountChangesController, BalancesController] })
export class AccountsApiModule {}
