import { Module, type DynamicModule } from '@nestjs/common';
import { AccountsApiModule } from './accounts/accounts.api.module';
import { AnomaliesApiModule } from './anomalies/anomalies.api.module';
import { BulkApiModule } from './bulk/bulk.api.module';
import { CurrenciesApiModule } from './currencies/currencies.api.module';
import { DeadLettersApiModule } from './dead-letters/dead-letters.api.module';
import { DepositsApiModule } from './deposits/deposits.api.module';
import { EdgeModule, type EdgeOptions } from './edge/edge.module';
import { EventsApiModule } from './events/events.api.module';
import { FlowsApiModule } from './flows/flows.api.module';
import { KeysApiModule } from './keys/keys.api.module';
import { LedgerApiModule } from './ledger/ledger.api.module';
import { VerifyApiModule } from './ledger/verify.api.module';
import { OpsApiModule } from './ops/ops.api.module';
import { ProvidersApiModule } from './providers/providers.api.module';
import { QuotesApiModule } from './quotes/quotes.api.module';
import { RatesApiModule } from './rates/rates.api.module';
import { SettingsApiModule } from './settings/settings.api.module';
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
        BulkApiModule,

        FlowsApiModule,
        EventsApiModule,

        CurrenciesApiModule,
        RatesApiModule,
        QuotesApiModule,
        LedgerApiModule,
        VerifyApiModule,

        DeadLettersApiModule,
        AnomaliesApiModule,
        ProvidersApiModule,

        SettingsApiModule,
        KeysApiModule,
        OpsApiModule,
      ],
    };
  }
}
