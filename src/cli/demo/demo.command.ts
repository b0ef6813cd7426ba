import type { Command } from 'commander';
import { AnsweredNo } from '../answered-no';
import { explained, print, type Printing } from '../print';
import { paintFor, plain } from '../terminal/paint';
import { findDoor } from './door';
import { Guide } from './guide';
import { withRates } from './lent-rates';
import { lead } from './tour';
import { Visitor } from './visitor';

/** Time to read a chapter, where somebody reads. */
const BREATH = 2_500;

interface DemoOptions extends Printing {
  readonly fast?: true;
}

/** `cambist demo`, which is `npm run demo` */
export function addDemo(program: Command): void {
  const demo = program
    .command('demo')
    .description('a guided tour of a running server, in a minute; it opens accounts of its own')
    .option('--fast', 'do not pause between the chapters');
  explained(demo, [
    'npm start        (in another terminal)',
    'npm run demo',
    'CAMBIST_URL=http://127.0.0.1:3000 CAMBIST_API_KEY=cbk_… cambist demo',
  ]).action(guided);
}

async function guided(options: DemoOptions): Promise<void> {
  const door = await findDoor();
  const isWatched = process.stdout.isTTY && options.json !== true;
  const paint = isWatched ? paintFor(process.stdout) : plain;
  const write = (text: string): void => {
    if (options.json !== true) process.stdout.write(text);
  };
  const breath = isWatched && options.fast !== true ? BREATH : 0;
  const guide = new Guide({ paint, write, breath });
  write(`\n${paint('bold', 'A tour of Cambist')}, on the server at ${door.url}\n`);
  const visitor = new Visitor(door, guide);
  await withRates(
    door,
    (pairs) => {
      if (pairs.length > 0) write(`For the tour these rates are pinned: ${pairs.join(', ')}.\n`);
    },
    () => lead({ guide, visitor, paint }),
  );
  print(options, guide.account(), () => `\n${farewell(guide)}\n`);
  if (!guide.isAsTold) throw new AnsweredNo('something was not as promised: see ✖ above.');
}

const farewell = (guide: Guide): string =>
  guide.isAsTold
    ? 'All of it was as told. Draw any flow yourself: npx cambist flows show <id>'
    : 'Not all of it was as told.';
