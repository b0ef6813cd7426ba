import { Module } from '@nestjs/common';
import { CurrentRates } from './current-rates';
import { RatesController } from './rates.controller';

@Module({ controllers: [RatesController], providers: [CurrentRates] })
export class RatesApiModule {}
