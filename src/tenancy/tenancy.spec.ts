import { NothingNew } from '../kernel/answers';
import type { EventId, KeyId, TenantId } from '../kernel/ids';
import type { Message, Meta } from '../kernel/message';
import type { Found } from '../kernel/outcome';
import { AddCurrencyHandler } from './add-currency.handler';
import { ChangeTenantHandler } from './change-tenant.handler';
import { CreateKeyHandler } from './create-key.handler';
import { CreateTenantHandler } from './create-tenant.handler';
import { Currencies, type CurrencyStanding } from './currencies.port';
import { ApiKeys } from './keys.port';
import { RevokeKeyHandler } from './revoke-key.handler';
import { Settings } from './settings.port';
import { initialSettings, type ApiKey, type OwnCurrency, type TenantSettings } from './tenancy';
import {
  AddCurrencyCommand,
  ChangeTenantCommand,
  CreateKeyCommand,
  CreateTenantCommand,
  CurrencyAddedEvent,
  CurrencyRenamedEvent,
  KeyCreatedEvent,
  KeyRevokedEvent,
  RevokeKeyCommand,
  TenantChangedEvent,
  TenantCreatedEvent,
} from './tenancy.messages';
import { tenancyProjection } from './tenancy.projection';

const tenantId = 'ten_1' as TenantId;
const keyId = 'key_1' as KeyId;
const meta: Meta = {
  tenantId,
  stream: { kind: 'tenant', id: tenantId },
  causationId: 'req_1',
  at: '2026-11-21T10:00:00.000Z',
};
const newKey = { keyId, name: 'till', role: 'member', hash: 'a'.repeat(64) } as const;
const key: ApiKey = {
  id: keyId,
  tenantId,
  name: 'till',
  role: 'member',
  hash: newKey.hash,
  createdAt: meta.at,
  revokedAt: null,
};

class Keys extends ApiKeys {
  constructor(private readonly keys: readonly ApiKey[]) {
    super();
  }
  find(tenant: TenantId, id: KeyId): Found<'key', ApiKey> {
    const found = this.keys.find((one) => one.tenantId === tenant && one.id === id);
    return found ? { kind: 'found', key: found } : { kind: 'missing' };
  }
}

const effectsOf = ({ type, data, meta: own }: Message) =>
  tenancyProjection.rows.flatMap((row) =>
    row.kind === 'effect' && row.event.type === type
      ? row.effects({ type, data, meta: own, id: 'evt_1' as EventId, sequence: 1 })
      : [],
  );

describe('a tenant', () => {
  it('is created under its name, and is there from that moment on', () => {
    const event = new CreateTenantHandler().execute(new CreateTenantCommand({ name: 'one' }, meta));

    expect(event).toEqual(new TenantCreatedEvent({ name: 'one' }, meta));
    expect(effectsOf(event)).toEqual([
      {
        kind: 'add-tenant',
        tenant: {
          id: tenantId,
          name: 'one',
          settings: initialSettings,
          currencies: [],
          createdAt: meta.at,
        },
      },
    ]);
  });

  it('changes what is decided, and keeps what nothing is said of', () => {
    class Decided extends Settings {
      of(): TenantSettings {
        return { spreadBasisPoints: 50, rounding: 'directed' };
      }
    }
    const change = (settings: Partial<TenantSettings>) =>
      new ChangeTenantHandler(new Decided()).execute(new ChangeTenantCommand({ settings }, meta));
    const whole = { spreadBasisPoints: 50, rounding: 'half-even' } as const;
    const event = change({ rounding: 'half-even' });

    expect(event).toEqual(new TenantChangedEvent({ settings: whole }, meta));
    expect(effectsOf(event as TenantChangedEvent)).toEqual([
      { kind: 'change-settings', settings: whole },
    ]);
    expect(change({})).toBeInstanceOf(NothingNew);
    expect(change({ spreadBasisPoints: 50 })).toBeInstanceOf(NothingNew);
  });
});

describe('a currency of a tenant’s own', () => {
  const gold: OwnCurrency = { code: 'GOLD', exponent: 3, name: 'Gold, in grams' };

  /** It stands so with every code. */
  class Standing extends Currencies {
    constructor(
      private readonly standing: CurrencyStanding,
      private readonly count = 0,
    ) {
      super();
    }
    standingOf(): CurrencyStanding {
      return this.standing;
    }
    countOf(): number {
      return this.count;
    }
  }
  const add = (currencies: Currencies, more: Partial<AddCurrencyCommand['data']> = {}) =>
    new AddCurrencyHandler(currencies).execute(new AddCurrencyCommand({ ...gold, ...more }, meta));
  const added = (name = gold.name) => new CurrencyAddedEvent({ ...gold, name }, meta);
  const own = new Standing({ kind: 'own', currency: gold });
  const builtIn = new Standing({ kind: 'built-in', exponent: 3 });
  const anothers = new Standing({ kind: 'fixed', exponent: 3 });

  it('is added with its exponent and its name, which is the code where none is said', () => {
    const event = add(new Standing({ kind: 'free' }));
    expect(event).toEqual(added());
    expect(effectsOf(event as CurrencyAddedEvent)).toEqual([
      { kind: 'add-currency', currency: gold },
    ]);
    expect(add(new Standing({ kind: 'free' }), { name: null })).toEqual(added('GOLD'));
  });

  it('is added where another tenant has it with the same exponent', () => {
    expect(add(anothers)).toEqual(added());
  });

  it.each([
    ['is built in', builtIn],
    ['is another tenant’s', anothers],
    ['is his own already', own],
  ])('is turned away with another exponent where the code %s', (_, standing) => {
    expect(add(standing, { exponent: 2 })).toMatchObject({
      refusal: { code: 'currency-fixed' },
    });
  });

  it('is renamed, and nothing else', () => {
    const event = add(own, { name: 'Gold' });
    expect(event).toEqual(new CurrencyRenamedEvent({ code: 'GOLD', name: 'Gold' }, meta));
    expect(effectsOf(event as CurrencyRenamedEvent)).toEqual([
      { kind: 'rename-currency', code: 'GOLD', name: 'Gold' },
    ]);
    expect(add(own)).toBeInstanceOf(NothingNew);
    expect(add(own, { name: null })).toBeInstanceOf(NothingNew);
  });

  it('that is built in keeps its name', () => {
    expect(add(builtIn, { name: 'Mine' })).toBeInstanceOf(NothingNew);
  });

  it('is one of 200 at most', () => {
    expect(add(new Standing({ kind: 'free' }, 199))).toEqual(added());
    expect(add(new Standing({ kind: 'free' }, 200))).toMatchObject({
      refusal: { code: 'too-many-currencies' },
    });
    expect(add(new Standing({ kind: 'own', currency: gold }, 200))).toBeInstanceOf(NothingNew);
  });
});

describe('a key', () => {
  it('is created with its hash, and nothing else that is handed in', () => {
    const withMore = { ...newKey, key: 'cbk_secret' };
    const event = new CreateKeyHandler().execute(new CreateKeyCommand(withMore, meta));

    expect(event).toEqual(new KeyCreatedEvent(newKey, meta));
    expect(JSON.stringify(event)).not.toContain('cbk_secret');
    expect(effectsOf(event)).toEqual([{ kind: 'add-key', key }]);
  });

  const revoke = (...keys: readonly ApiKey[]) =>
    new RevokeKeyHandler(new Keys(keys)).execute(new RevokeKeyCommand({ keyId }, meta));

  it('is revoked once, at the moment of the request', () => {
    const event = revoke(key);

    expect(event).toEqual(new KeyRevokedEvent({ keyId }, meta));
    expect(effectsOf(event as KeyRevokedEvent)).toEqual([
      { kind: 'revoke-key', keyId, at: meta.at },
    ]);
    expect(revoke({ ...key, revokedAt: meta.at })).toBeInstanceOf(NothingNew);
  });

  it('of nobody and of another tenant are told alike', () => {
    const notFound = { refusal: { code: 'not-found', detail: 'There is no such key.' } };

    expect(revoke()).toMatchObject(notFound);
    expect(revoke({ ...key, tenantId: 'ten_2' as TenantId })).toMatchObject(notFound);
  });
});
