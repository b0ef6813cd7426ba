import { Providers, type PaymentProvider } from './provider.port';

/** The providers of a list, each under its own name. */
export class ConfiguredProviders extends Providers {
  private readonly byName: ReadonlyMap<string, PaymentProvider>;

  /** @throws when two of them have the same name: a fault of the configuration. */
  constructor(providers: readonly PaymentProvider[]) {
    super();
    this.byName = new Map(providers.map((provider) => [provider.name, provider]));
    if (this.byName.size < providers.length) throw new Error('Two providers have the same name.');
  }

  named(name: string): ReturnType<Providers['named']> {
    const provider = this.byName.get(name);
    return provider ? { kind: 'found', provider } : { kind: 'missing' };
  }
}
