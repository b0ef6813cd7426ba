import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { asAdmin, asMember, thingsApp } from './http.fixture';
import { ProblemError } from './problems/problem';
import { RateLimits } from './rate-limit';

/** The seconds that a request is told to wait; 0: it was let in. */
function waitOf(send: () => void): number {
  try {
    send();
    return 0;
  } catch (refusal) {
    if (!(refusal instanceof ProblemError)) throw refusal;
    expect(refusal.code).toBe('too-many-requests');
    return Number(refusal.headers['retry-after']);
  }
}

class Limited {
  now = 1_000.5;
  readonly limits: RateLimits;

  constructor(most: number | undefined) {
    this.limits = new RateLimits(most, () => this.now);
  }

  key(name = 'key_1'): number {
    return waitOf(() => this.limits.countKey(name));
  }

  stranger(address = '192.0.2.1'): number {
    return waitOf(() => this.limits.countStranger(address));
  }
}

describe('requests in a minute', () => {
  it('are as many as they may be, and not one more', () => {
    const limited = new Limited(3);
    expect([limited.key(), limited.key(), limited.key()]).toEqual([0, 0, 0]);
    expect(limited.key()).toBeGreaterThan(0);
  });

  it('are let in again after the wait that was told, and no second sooner', () => {
    const limited = new Limited(2);
    limited.key();
    limited.now += 20;
    limited.key();
    const wait = limited.key();
    expect(wait).toBe(41);
    limited.now += wait - 1;
    expect(limited.key()).toBe(1);
    limited.now += 1;
    expect([limited.key(), limited.key()]).toEqual([0, 20]);
  });

  it('are never more in any sixty seconds, however they come', () => {
    const limited = new Limited(5);
    const admitted: number[] = [];
    for (let request = 0; request < 4_000; request++) {
      limited.now += ((request * 7_919) % 100) / 90;
      if (limited.key() === 0) admitted.push(limited.now);
    }
    const crowded = admitted.filter((at, index) => at - (admitted[index - 5] ?? 0) <= 60);
    expect(admitted.length).toBeGreaterThan(100);
    expect(crowded).toEqual([]);
  });

  it('that were refused count for nothing', () => {
    const limited = new Limited(1);
    limited.key();
    for (let second = 0; second < 59; second++) {
      limited.now += 1;
      expect(limited.key()).toBeGreaterThan(0);
    }
    limited.now += 2;
    expect(limited.key()).toBe(0);
  });

  it('are forgotten after a long silence', () => {
    const limited = new Limited(2);
    limited.key();
    limited.now += 1e6;
    expect([limited.key(), limited.key(), limited.key() > 0]).toEqual([0, 0, true]);
  });

  it('are counted for each key by itself, and apart from strangers', () => {
    const limited = new Limited(1);
    expect([limited.key('a'), limited.key('b'), limited.stranger(), limited.stranger('a')]).toEqual(
      [0, 0, 0, 0],
    );
    expect([limited.key('a') > 0, limited.stranger() > 0]).toEqual([true, true]);
  });

  it('are as many as anybody likes without a limit', () => {
    const limited = new Limited(undefined);
    for (let request = 0; request < 1_000; request++) expect(limited.key()).toBe(0);
  });
});

it.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::9', true],
  ['2001:db8:1:2::', '2001:db8:1:3::', false],
  ['2001:db8::1', '2001:db8:0:0:ffff::', true],
  ['::1', '0:0:0:0:0:0:0:2', true],
  ['::ffff:192.0.2.1', '192.0.2.1', true],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.2', false],
  ['192.0.2.1', '192.0.2.2', false],
])('strangers from %s and %s are counted together: %s', (one, other, isSame) => {
  const limited = new Limited(1);
  limited.stranger(one);
  expect(limited.stranger(other) > 0).toBe(isSame);
});

it('remembers ten thousand addresses, and forgets the one that was quiet longest', () => {
  const limited = new Limited(1);
  for (let address = 0; address < 9_999; address++) limited.stranger(`host-${String(address)}`);
  expect(limited.stranger('host-0')).toBeGreaterThan(0);
  limited.stranger('one more');
  limited.stranger('another one');
  expect(limited.stranger('host-0')).toBeGreaterThan(0);
  expect(limited.stranger('host-1')).toBe(0);
});

describe('a server with a limit', () => {
  let app: NestFastifyApplication;
  beforeEach(async () => {
    ({ app } = await thingsApp({ rateLimit: 2 }));
  });
  afterEach(() => app.close());

  const get = async (url: string, headers: Record<string, string> = {}) =>
    app.inject({ method: 'GET', url, headers });

  it('refuses a key that has sent enough, and says when it may again', async () => {
    const answers = [];
    for (let sent = 0; sent < 3; sent++) answers.push(await get('/v1/things', asAdmin));
    const refused = answers[2];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 429]);
    expect(refused?.json()).toMatchObject({ code: 'too-many-requests', retry: 'same-key' });
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThanOrEqual(60);
    expect((await get('/v1/things', asMember)).statusCode).toBe(200);
  });

  it('counts also what is refused for another reason', async () => {
    await get('/v1/things?limit=x', asMember);
    await app.inject({ method: 'POST', url: '/v1/things/secret', headers: asMember });
    expect((await get('/v1/things', asMember)).statusCode).toBe(429);
  });

  it('refuses strangers too, and nobody who has a key because of them', async () => {
    const stranger = { authorization: 'Bearer cbk_nobody' };
    const statuses = [];
    for (let sent = 0; sent < 4; sent++)
      statuses.push((await get('/v1/things', sent % 2 === 0 ? stranger : {})).statusCode);
    expect(statuses).toEqual([401, 401, 429, 429]);
    expect((await get('/v1/things', asAdmin)).statusCode).toBe(200);
  });

  it('answers what asks after its health, and what needs no key, however often', async () => {
    for (let sent = 0; sent < 5; sent++) {
      expect((await get('/v1/things/let-go', asAdmin)).statusCode).toBe(200);
      expect((await get('/problems/not-found')).statusCode).toBe(200);
    }
  });
});
