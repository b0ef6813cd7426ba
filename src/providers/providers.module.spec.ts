import { Test } from '@nestjs/testing';
import type { TenantId } from '../kernel/ids';
import { ConfiguredProviders } from './configured-providers';
import { Providers } from './provider.port';
import { ProvidersModule } from './providers.module';
import { Simulator } from './simulator.port';
import { SimulatorProvider } from './simulator/simulator.provider';
import { SimulatorWebhooks } from './simulator/simulator.webhooks';

const simulator = () => new SimulatorProvider(new SimulatorWebhooks(Buffer.alloc(32)));

describe('the configured providers', () => {
  it('are found by their names, and nothing else is', () => {
    const provider = simulator();
    const providers = new ConfiguredProviders([provider]);
    expect(providers.named('simulator')).toEqual({ kind: 'found', provider });
    expect(providers.named('stripe')).toEqual({ kind: 'missing' });
    expect(providers.named('__proto__')).toEqual({ kind: 'missing' });
  });

  it('have one name each', () => {
    expect(() => new ConfiguredProviders([simulator(), simulator()])).toThrow();
  });
});

describe('the module of providers', () => {
  it('offers the simulator, as a provider and to its operator', async () => {
    const module = await Test.createTestingModule({
      imports: [ProvidersModule.forRoot({ masterKey: Buffer.alloc(32) })],
    }).compile();
    expect(module.get(Providers).named('simulator').kind).toBe('found');
    expect(module.get(Simulator).webhookSecret('ten_1' as TenantId)).toMatch(/^whsec_/);
  });
});
