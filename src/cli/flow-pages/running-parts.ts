import { Module } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, NestFactory } from '@nestjs/core';
import { Accounts } from '../../accounts/accounts.port';
import { partsAmong, type FlowParts } from '../../flow-docs/parts';
import { FlowsModule } from '../../flows/flows.module';
import { Clock } from '../../kernel/clock';
import { Flows } from '../../kernel/flows.port';
import { Ids } from '../../kernel/ids';
import { OpenTasks } from '../../kernel/open-tasks.port';
import { projections } from '../../projections';
import { Providers } from '../../providers/provider.port';
import { Questions } from '../../providers/questions.port';
import { Quotes } from '../../rates/quotes.port';
import { Rates } from '../../rates/rates.port';
import { Settings } from '../../tenancy/settings.port';

/** Nobody calls them: the flows are looked at, and not run. */
const ports = [
  Accounts,
  Clock,
  Flows,
  Ids,
  OpenTasks,
  Providers,
  Questions,
  Quotes,
  Rates,
  Settings,
];

@Module({})
class NoPorts {}

@Module({})
class OnlyFlows {}

/** The flows as the server has them, in an application that has nothing else. */
export async function runningParts(): Promise<FlowParts> {
  const app = await NestFactory.createApplicationContext(
    {
      module: OnlyFlows,
      imports: [
        {
          module: NoPorts,
          global: true,
          providers: ports.map((provide) => ({ provide, useValue: {} })),
          exports: ports,
        },
        DiscoveryModule,
        FlowsModule.forRoot({ paymentDeadline: 0 }),
      ],
    },
    { logger: false, abortOnError: false },
  );
  const parts = partsAmong(app.get(DiscoveryService).getProviders(), projections);
  await app.close();
  return parts;
}
