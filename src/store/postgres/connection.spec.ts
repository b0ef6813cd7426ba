import { Client } from 'pg';
import { clientConfig } from './connection';

it('looks after a quiet connection before a firewall forgets it', () => {
  const config = clientConfig({ url: 'postgres://nobody' });
  expect(config).toMatchObject({ keepAlive: true, keepAliveInitialDelayMillis: 10_000 });
  const { connection } = new Client(config) as unknown as {
    readonly connection: Readonly<Record<string, unknown>>;
  };
  expect(connection).toMatchObject({ _keepAlive: true, _keepAliveInitialDelayMillis: 10_000 });
});
