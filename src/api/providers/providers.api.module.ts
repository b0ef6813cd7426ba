import { Module } from '@nestjs/common';
import { SimulatedPayments } from './simulated-payments';
import { SimulatorController } from './simulator.controller';

@Module({ controllers: [SimulatorController], providers: [SimulatedPayments] })
export class ProvidersApiModule {}
