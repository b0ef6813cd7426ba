import { Module, type DynamicModule } from '@nestjs/common';
import { SystemClock, type Clock } from '../kernel/clock';
import { ConfiguredProviders } from './configured-providers';
import { ProviderCalls } from './provider-calls';
import { Providers } from './provider.port';
import { Questions } from './questions.port';
import { ServerAddress } from './server-address';
import { Simulator } from './simulator.port';
import { HttpSimulatorProvider } from './simulator/http-simulator.provider';
import { SimulatedBank } from './simulator/simulated-bank';
import type { SimulatorAdapter } from './simulator/simulator.adapter';
import { SimulatorProvider } from './simulator/simulator.provider';
import { noJournal, SimulatorRecord } from './simulator/simulator.record';
import { WebhookEndpoints } from './simulator/webhook-endpoints';
import { SparingQuestions } from './sparing-questions';

export interface ProvidersOptions {
  /** At least 32 bytes, from which every tenant's webhook secret is derived. */
  readonly masterKey: Buffer;
  /** Where a simulator runs on its own; in this process when it is not given. */
  readonly simulatorUrl?: string | undefined;
  readonly clock?: Clock;
}

/** So many payments the simulator in process keeps in mind. */
const REMEMBERED = 10_000;

/** Where payment providers are chosen; everybody else asks `Providers` for one by its name. */
@Module({})
export class ProvidersModule {
  static forRoot(options: ProvidersOptions): DynamicModule {
    const address = new ServerAddress();
    const clock = options.clock ?? new SystemClock();
    const simulator = simulatorFor(options, address, clock);
    const calls = new ProviderCalls();
    const providers = new ConfiguredProviders([calls.watched(simulator)]);
    return {
      module: ProvidersModule,
      global: true,
      providers: [
        { provide: Providers, useValue: providers },
        { provide: ProviderCalls, useValue: calls },
        { provide: Questions, useValue: new SparingQuestions(clock) },
        { provide: Simulator, useValue: simulator },
        { provide: ServerAddress, useValue: address },
      ],
      exports: [Providers, ProviderCalls, Questions, Simulator, ServerAddress],
    };
  }
}

function simulatorFor(
  { masterKey, simulatorUrl }: ProvidersOptions,
  address: ServerAddress,
  clock: Clock,
): SimulatorAdapter {
  const endpoints = new WebhookEndpoints(masterKey, address);
  if (simulatorUrl !== undefined) {
    return new HttpSimulatorProvider(simulatorUrl.replace(/\/+$/, ''), endpoints);
  }
  const record = new SimulatorRecord({ journal: noJournal, keeps: REMEMBERED });
  return new SimulatorProvider(new SimulatedBank(record, clock), endpoints);
}
