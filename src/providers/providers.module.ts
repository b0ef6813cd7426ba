import { Module, type DynamicModule } from '@nestjs/common';
import { ConfiguredProviders } from './configured-providers';
import { Providers } from './provider.port';
import { Simulator } from './simulator.port';
import { SimulatorProvider } from './simulator/simulator.provider';
import { SimulatorWebhooks } from './simulator/simulator.webhooks';

export interface ProvidersOptions {
  /** At least 32 bytes, from which every tenant's webhook secret is derived. */
  readonly masterKey: Buffer;
}

/** Where payment providers are chosen; everybody else asks `Providers` for one by its name. */
@Module({})
export class ProvidersModule {
  static forRoot({ masterKey }: ProvidersOptions): DynamicModule {
    const webhooks = new SimulatorWebhooks(masterKey);
    const providers = new ConfiguredProviders([new SimulatorProvider(webhooks)]);
    return {
      module: ProvidersModule,
      global: true,
      providers: [
        { provide: Providers, useValue: providers },
        { provide: Simulator, useValue: webhooks },
      ],
      exports: [Providers, Simulator],
    };
  }
}
