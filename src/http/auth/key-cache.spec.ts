import type { ApiKey } from '../../tenancy/tenancy';
import { apiKey } from '../http.fixture';
import { bearerKey, hashOfApiKey, newApiKey } from './api-key';
import { KeyCache } from './key-cache';

const revokedAt = '2026-11-21T00:00:00.000Z';

function cacheOver(first: ApiKey | undefined) {
  const stored = { key: first, asked: 0, takes: 0 };
  const clock = { at: 0 };
  const keyByHash = async () => {
    const { key } = stored;
    stored.asked += 1;
    clock.at += stored.takes;
    return key;
  };
  const cache = new KeyCache({ keyByHash }, () => clock.at);
  return { stored, clock, cache };
}

describe('the key cache', () => {
  it('asks the store once', async () => {
    const { stored, cache } = cacheOver(apiKey('k'));
    await cache.find('h');
    expect(await cache.find('h')).toMatchObject({ name: 'k' });
    expect(stored.asked).toBe(1);
  });

  it('knows of a revocation as soon as it is told to forget', async () => {
    const { stored, cache } = cacheOver(apiKey('k'));
    await cache.find('h');
    stored.key = apiKey('k', { revokedAt });
    cache.forget();
    expect(await cache.find('h')).toMatchObject({ revokedAt });
  });

  it('does not remember an answer that was under way when it was told to forget', async () => {
    const { stored, cache } = cacheOver(apiKey('k'));
    const early = cache.find('h');
    cache.forget();
    await early;
    stored.key = apiKey('k', { revokedAt });
    expect(await cache.find('h')).toMatchObject({ revokedAt });
  });

  it('asks again within a second, for another instance may have revoked', async () => {
    const { stored, clock, cache } = cacheOver(apiKey('k'));
    await cache.find('h');
    clock.at = 750;
    await cache.find('h');
    expect(stored.asked).toBe(2);
  });

  it('counts from before the read, which may have seen the old state at its beginning', async () => {
    const { stored, clock, cache } = cacheOver(apiKey('k'));
    stored.takes = 300;
    await cache.find('h');
    clock.at = 750;
    await cache.find('h');
    expect(stored.asked).toBe(2);
  });

  it('lets no key live on while the time of day is set back', async () => {
    const asked = jest.fn(async () => apiKey('k'));
    const cache = new KeyCache({ keyByHash: asked });
    const steady = jest.spyOn(performance, 'now').mockReturnValue(0);
    const timeOfDay = jest.spyOn(Date, 'now').mockReturnValue(Date.parse(revokedAt));
    await cache.find('h');
    steady.mockReturnValue(750);
    timeOfDay.mockReturnValue(0);
    await cache.find('h');
    jest.restoreAllMocks();
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('does not remember keys that nobody has', async () => {
    const { stored, cache } = cacheOver(undefined);
    await cache.find('h');
    await cache.find('h');
    expect(stored.asked).toBe(2);
  });
});

describe('an API key', () => {
  it('is cbk_ and 32 random bytes', () => {
    expect(newApiKey()).toMatch(/^cbk_[A-Za-z0-9_-]{43}$/);
    expect(newApiKey()).not.toBe(newApiKey());
  });

  it('is stored as SHA-256', () => {
    expect(hashOfApiKey('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('is read from a bearer header in any case', () => {
    expect(bearerKey('bearer  cbk_x')).toBe('cbk_x');
    expect(bearerKey('Bearer a b')).toBeUndefined();
  });
});
