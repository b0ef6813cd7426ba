import { Module, type DynamicModule } from '@nestjs/common';
import { AccountsApiModule } from './accounts/accounts.api.module';
import { DepositsApiModule } from './deposits/deposits.api.module';
import { EdgeModule, type EdgeOptions } from './edge/edge.module';
import { RatesApiModule } from './rates/rates.api.module';
import { TransfersApiModule } from './transfers/transfers.api.module';
import { WithdrawalsApiModule } from './withdrawals/withdrawals.api.module';

/** The REST API: one module for each resource, one row for each here. */
@Module({})
export class ApiModule {
  static forRoot(options: EdgeOptions): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        EdgeModule.forRoot(options),
        AccountsApiModule,
        DepositsApiModule,
        WithdrawalsApiModule,
        TransfersApiModule,
        RatesApiModule,
      ],
    };
  }
}
