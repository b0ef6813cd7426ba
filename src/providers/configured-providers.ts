import { Providers, type FoundProvider, type PaymentProvider } from './provider.port';

/** The providers of a list, each under its own name; one that stands before another is asked first. */
export class ConfiguredProviders extends Providers {
  private readonly byName: ReadonlyMap<string, PaymentProvider>;

  /** @throws when two of them have the same name: a fault of the configuration. */
  constructor(providers: readonly PaymentProvider[]) {
    super();
    this.byName = new Map(providers.map((provider) => [provider.name, provider]));
    if (this.byName.size < providers.length) throw new Error('Two providers have the same name.');
  }

  named(name: string): FoundProvider {
    return found(this.byName.get(name));
  }

  accepting(method: string): FoundProvider {
    return found([...this.byName.values()].find((provider) => provider.accepts(method)));
  }
}

const found = (provider: PaymentProvider | undefined): FoundProvider =>
  provider ? { kind: 'found', provider } : { kind: 'missing' };
