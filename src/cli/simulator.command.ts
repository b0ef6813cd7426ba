import { once } from 'node:events';
import { InvalidArgumentError, type Command } from 'commander';
import { openSimulator, type SimulatorOptions } from '../providers/open-simulator';
import { holdAlone } from '../store/open-store';
import { explained, print, remark, type Printing } from './print';

/** `cambist simulator` */
export function addSimulator(program: Command): void {
  const simulator = program
    .command('simulator')
    .description(
      'run the payment simulator on its own; a server uses it when SIMULATOR_URL says so',
    )
    .option('--port <port>', 'where it listens; 0 takes a free one', portOf, 4010)
    .option('--host <host>', 'the address that it listens on', '127.0.0.1')
    .option('--record <file>', 'what it was asked for and what it made', './data/simulator.jsonl');
  explained(simulator, [
    'cambist simulator',
    'SIMULATOR_URL=http://127.0.0.1:4010 npm start',
    'cambist simulator --port 4020 --record /tmp/payments.jsonl',
  ]).action(async (options: SimulatorOptions & Printing) => {
    const { record } = options;
    const hold = await holdAlone(
      record,
      `Another simulator keeps its record in ${record}: stop it, or give this one a --record of its own.`,
    );
    try {
      await serve(options);
    } finally {
      hold.release();
    }
  });
}

/** Until it is told to stop. */
async function serve(options: SimulatorOptions & Printing): Promise<void> {
  // Before anybody is told that it listens: who ends it at once is heard as well.
  const told = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const { url, remembered, close } = await openSimulator(options);
  print(options, { url }, () => `The simulator listens on ${url}\n`);
  if (remembered > 0) remark(`It remembers ${String(remembered)} payments of ${options.record}.`);
  await told;
  await close();
}

function portOf(text: string): number {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
}
