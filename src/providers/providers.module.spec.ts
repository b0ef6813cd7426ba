import { Test } from '@nestjs/testing';
import { ScriptedProvider } from '../../test/support/scripted-provider';
import type { TenantId } from '../kernel/ids';
import { ConfiguredProviders } from './configured-providers';
import { Providers } from './provider.port';
import { ProvidersModule } from './providers.module';
import { Simulator } from './simulator.port';
import { HttpSimulatorProvider } from './simulator/http-simulator.provider';
import { simulatorInProcess } from './simulator/simulator.fixture';
import { SimulatorProvider } from './simulator/simulator.provider';

const simulator = () => simulatorInProcess().provider;

describe('the configured providers', () => {
  it('are found by their names, and nothing else is', () => {
    const provider = simulator();
    const providers = new ConfiguredProviders([provider]);
    expect(providers.named('simulator')).toEqual({ kind: 'found', provider });
    expect(providers.named('stripe')).toEqual({ kind: 'missing' });
    expect(providers.named('__proto__')).toEqual({ kind: 'missing' });
  });

  it('are found by a means of payment: the first that may know it', () => {
    const [one, other] = [new ScriptedProvider('one'), new ScriptedProvider('other')];
    const providers = new ConfiguredProviders([one, other]);
    expect(providers.accepting('card')).toEqual({ kind: 'found', provider: one });
    one.knows = ['iban'];
    expect(providers.accepting('card')).toEqual({ kind: 'found', provider: other });
    expect(providers.accepting('iban')).toEqual({ kind: 'found', provider: one });
    other.knows = [];
    expect(providers.accepting('card')).toEqual({ kind: 'missing' });
  });

  it('have one name each', () => {
    expect(() => new ConfiguredProviders([simulator(), simulator()])).toThrow(
      'Two providers have the same name.',
    );
  });
});

describe('the module of providers', () => {
  it.each([
    ['in process', undefined, SimulatorProvider],
    ['over HTTP, where one runs on its own', 'http://127.0.0.1:1/', HttpSimulatorProvider],
  ])('offers the simulator %s, as a provider and to its operator', async (_how, url, adapter) => {
    const module = await Test.createTestingModule({
      imports: [ProvidersModule.forRoot({ masterKey: Buffer.alloc(32), simulatorUrl: url })],
    }).compile();
    const simulator = module.get(Simulator);
    expect(module.get(Providers).named('simulator')).toMatchObject({
      kind: 'found',
      provider: { name: 'simulator', provider: simulator },
    });
    expect(simulator).toBeInstanceOf(adapter);
    expect(simulator.webhookSecret('ten_1' as TenantId)).toMatch(/^whsec_/);
    expect(() => simulator.webhookUrl('ten_1' as TenantId)).toThrow(
      'The server does not listen yet.',
    );
  });
});
