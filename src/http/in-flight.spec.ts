import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { asAdmin, thingsApp } from './http.fixture';

let app: NestFastifyApplication;
let base: string;
beforeAll(async () => {
  ({ app } = await thingsApp({ mostInFlight: 2 }));
  await app.listen(0, '127.0.0.1');
  base = await app.getUrl();
});
afterAll(() => app.close());

const ask = (path: string, signal?: AbortSignal) =>
  fetch(base + path, { headers: asAdmin, ...(signal && { signal }) });

/** How many requests were being held, all of which end by this. */
async function letGo(): Promise<number> {
  const { count } = (await (await ask('/v1/things/let-go')).json()) as { count: number };
  return count;
}

async function hold(signal?: AbortSignal): Promise<{ readonly answer: Promise<Response> }> {
  const answer = ask('/v1/things/held', signal);
  answer.catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 100));
  return { answer };
}

it('turns away what is too much, and takes requests again afterwards', async () => {
  const first = await hold();
  const second = await hold();
  const third = await ask('/v1/things');
  expect(third.status).toBe(503);
  expect(third.headers.get('retry-after')).toBe('1');
  expect(await third.json()).toMatchObject({ code: 'overloaded', retry: 'same-key' });
  expect(await letGo()).toBe(2);
  expect([(await first.answer).status, (await second.answer).status]).toEqual([200, 200]);
  expect((await ask('/v1/things')).status).toBe(200);
});

it('forgets a client that went away', async () => {
  const leaving = new AbortController();
  await hold(leaving.signal);
  await hold(leaving.signal);
  leaving.abort();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await ask('/v1/things')).status).toBe(200);
  await letGo();
});
