import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServerProcess } from '../support/process';
import { Client } from '../support/client';
import { Workplace } from './cambist';

let place: Workplace;
beforeEach(() => {
  place = new Workplace({ NODE_ENV: 'production' });
});
afterEach(() => {
  place.clear();
});

it('makes the first key before any server has run, and the key opens the server', async () => {
  const { code, out } = await place.cambist('keys', 'create', '--name', 'first');
  expect([code, out]).toEqual([0, expect.stringMatching(/^cbk_[\w-]{43}\n$/)]);

  const server = await ServerProcess.start(place.env);
  const { status } = await new Client(server.url, out.trim()).get('/v1/keys');
  await server.terminate();
  expect(status).toBe(200);
});

it('makes a key through the running server', async () => {
  const server = await ServerProcess.start(place.env);
  const { code, out } = await place.cambist('keys', 'create', '--role', 'member', '--json');
  const { key } = JSON.parse(out) as { key: string };
  const client = new Client(server.url, key);
  const answers = [await client.get('/v1/accounts'), await client.get('/v1/keys')];
  await server.terminate();

  expect([code, ...answers.map(({ status }) => status)]).toEqual([0, 200, 403]);
});

it('verifies the books, beside a running server and without one', async () => {
  const server = await ServerProcess.start(place.env);
  const beside = await place.cambist('verify');
  await server.terminate();
  const alone = await place.cambist('verify', '--json');

  expect([beside.code, beside.out]).toEqual([0, expect.stringContaining('Every invariant holds.')]);
  expect([alone.code, JSON.parse(alone.out)]).toEqual([0, expect.objectContaining({ ok: true })]);
});

it('verifies without the master key, and makes none', async () => {
  const server = await ServerProcess.start(place.env);
  await server.terminate();
  const { code } = await place.run(['verify'], { MASTER_KEY: '' });
  expect([code, existsSync(join(place.folder, 'data'))]).toEqual([0, false]);
});

it('tells its version', async () => {
  const { version } = JSON.parse(
    readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'),
  ) as { version: string };
  expect(await place.cambist('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
});

it('says in one line what is wrong, and makes nothing by looking', async () => {
  const { code, err } = await place.cambist('verify');
  expect([code, err.trim().split('\n')]).toEqual([2, [expect.stringMatching(/^cambist: /)]]);
});
