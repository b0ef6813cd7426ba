import { createLogger } from './logger';
import { NestLogger } from './nest-logger';

function recorded(level: 'info' | 'trace' = 'info') {
  const lines: string[] = [];
  const logger = createLogger({ level, destination: { write: (line) => void lines.push(line) } });
  return { logger, last: () => JSON.parse(lines.at(-1) ?? 'null'), lines };
}

it('never writes a secret, however deep it stands', () => {
  const { logger, lines } = recorded();
  logger.info({ apiKey: 'hunter2', req: { headers: { authorization: 'Bearer hunter2' } } }, 'x');
  logger.info(
    { provider: { secret: 'hunter2', webhookSecret: 'hunter2' }, idempotencyKey: 'k' },
    'y',
  );
  expect(lines.join()).not.toContain('hunter2');
  expect(lines.join()).toContain('"idempotencyKey":"k"');
});

it('writes the messages of Nest with their context', () => {
  const { logger, last } = recorded();
  new NestLogger(logger).log('Started', 'NestApplication');
  expect(last()).toMatchObject({ level: 30, msg: 'Started', context: 'NestApplication' });
  new NestLogger(logger).error('Failed', 'the stack', 'Some');
  expect(last()).toMatchObject({ level: 50, msg: 'Failed', stack: 'the stack', context: 'Some' });
  new NestLogger(logger).error(new Error('broken'), 'Some');
  expect(last()).toMatchObject({ msg: 'broken', err: { message: 'broken' } });
});

it('keeps the list of routes for those who look for it', () => {
  const { logger, lines } = recorded();
  new NestLogger(logger).log('Mapped {/v1, GET}', 'RouterExplorer');
  expect(lines).toEqual([]);
});
