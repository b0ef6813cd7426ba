import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { whenClosed } from './when-closed';

it('tells everybody who asked, once and in the order of asking, by one listener', async () => {
  const [connection, other] = [new PassThrough(), new PassThrough()];
  const told: string[] = [];
  for (const name of ['first', 'second', 'third']) {
    whenClosed(connection, () => told.push(name));
  }
  whenClosed(other, () => told.push('other'));
  expect(connection.listenerCount('close')).toBe(1);

  connection.destroy();
  await once(connection, 'close');
  connection.emit('close');
  expect(told).toEqual(['first', 'second', 'third']);
});
