import { Module } from '@nestjs/common';
import { ChangeAccountHandler } from './change-account.handler';
import { CloseAccountHandler } from './close-account.handler';
import { FreezeAccountHandler } from './freeze-account.handler';
import { OpenAccountHandler } from './open-account.handler';
import { UnfreezeAccountHandler } from './unfreeze-account.handler';

/** Customers' accounts: opened, changed, frozen, closed. */
@Module({
  providers: [
    OpenAccountHandler,
    ChangeAccountHandler,
    FreezeAccountHandler,
    UnfreezeAccountHandler,
    CloseAccountHandler,
  ],
})
export class AccountsModule {}
