import { request } from 'node:http';
import { serve, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await serve();
});
afterAll(() => server.stop());

/** Sends headers as they are given, also the same one twice. */
const post = (headers: readonly (readonly [string, string])[]) =>
  new Promise<readonly [number, string]>((resolve, reject) => {
    const body = '{"currency":"EUR"}';
    const sent = request(`${server.url}/v1/accounts`, {
      method: 'POST',
      headers: [...headers, ['host', 'x'], ['content-length', String(body.length)]].flat(),
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        const { code = 'none' } = JSON.parse(text) as { code?: string };
        resolve([response.statusCode ?? 0, code]);
      });
    });
    sent.end(body);
  });

const json = ['content-type', 'application/json'] as const;
const text = ['Content-Type', 'text/plain'] as const;
const other = ['Authorization', 'Bearer nobody'] as const;

it('takes each header once', async () => {
  const key = ['authorization', `Bearer ${server.client.apiKey}`] as const;
  expect(await post([key, json])).toEqual([201, 'none']);
  for (const keys of [
    [key, other],
    [other, key],
    [key, key],
  ]) {
    expect(await post([...keys, json])).toEqual([400, 'invalid-field']);
  }
  for (const types of [
    [json, text],
    [text, json],
    [json, json],
  ]) {
    expect(await post([key, ...types])).toEqual([400, 'invalid-field']);
  }
});
