import { Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { Accounts } from '../accounts/accounts.port';
import { Clock, SystemClock } from '../kernel/clock';
import { Flows } from '../kernel/flows.port';
import { OpenTasks } from '../kernel/open-tasks.port';
import { Ids, nameOfThisLife, TimeOrderedIds } from '../kernel/ids';
import type { Projection } from '../kernel/projection';
import { LOGGER } from '../logging/logger.token';
import { PinnedRates } from '../rates/pinned-rates.port';
import { Quotes } from '../rates/quotes.port';
import { Rates } from '../rates/rates.port';
import { Currencies } from '../tenancy/currencies.port';
import { ApiKeys } from '../tenancy/keys.port';
import { Settings } from '../tenancy/settings.port';
import { Chain } from './chain';
import { Engine } from './engine';
import { InstanceName } from './instance';
import {
  CurrentWorld,
  TurnAccounts,
  TurnApiKeys,
  TurnCurrencies,
  TurnFlows,
  TurnOpenTasks,
  TurnPinnedRates,
  TurnQuotes,
  TurnRates,
  TurnSettings,
} from './ports';
import { Projector } from './projector';
import { Registry } from './registry';
import { SegmentLog } from './segment-log';
import { Suspects } from './suspects';
import { TaskQueue } from './task-queue';
import { Together } from './together';
import { Turns } from './turns';

export interface EngineOptions {
  /** What the events of each module mean for the state. */
  readonly projections: readonly Projection[];
  readonly logger: Logger;
  readonly clock?: Clock;
}

const ports = [
  { provide: Accounts, useClass: TurnAccounts },
  { provide: Flows, useClass: TurnFlows },
  { provide: OpenTasks, useClass: TurnOpenTasks },
  { provide: Rates, useClass: TurnRates },
  { provide: PinnedRates, useClass: TurnPinnedRates },
  { provide: Quotes, useClass: TurnQuotes },
  { provide: Settings, useClass: TurnSettings },
  { provide: ApiKeys, useClass: TurnApiKeys },
  { provide: Currencies, useClass: TurnCurrencies },
];

/**
 * Turns, chains and the outbox. It needs the store's ports, `FetchedRates` and `Replies` from
 * the modules beside it, and gives flows the ports through which they see the running turn.
 */
@Module({})
export class EngineModule {
  static forRoot({ projections, logger, clock = new SystemClock() }: EngineOptions): DynamicModule {
    return {
      module: EngineModule,
      global: true,
      imports: [DiscoveryModule, CqrsModule.forRoot()],
      providers: [
        { provide: Clock, useValue: clock },
        { provide: Ids, useClass: TimeOrderedIds },
        { provide: InstanceName, useFactory: () => new InstanceName(nameOfThisLife()) },
        { provide: Projector, useValue: new Projector(projections) },
        { provide: SegmentLog, useValue: new SegmentLog(logger) },
        { provide: LOGGER, useValue: logger },
        CurrentWorld,
        ...ports,
        Registry,
        Chain,
        Turns,
        Suspects,
        TaskQueue,
        Engine,
        Together,
      ],
      exports: [
        Clock,
        Ids,
        InstanceName,
        LOGGER,
        Engine,
        Together,
        TaskQueue,
        Turns,
        Registry,
        Projector,
        ...ports.map(({ provide }) => provide),
      ],
    };
  }
}
