import { Option, type Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { deadLetterView, type DeadLetterView } from '../api/dead-letters/dead-letter.view';
import type { Database } from '../config/urls';
import { Engine } from '../engine/engine';
import { isWaitedFor, orderOfLetter } from '../engine/dead-letters';
import { CarryFault } from '../engine/order';
import { kindOfProblem } from '../http/problems/problem-codes';
import { Clock } from '../kernel/clock';
import type { DeadLetterId } from '../kernel/ids';
import type { DeadLetter } from '../store/records';
import { Outbox } from '../store/store.port';
import { AnsweredNo } from './answered-no';
import { booksOf, changing, firstOf, reading, type Books } from './books';
import { limitOf } from './options';
import { explained, print, remark, type Printing } from './print';
import { callServer } from './running-server';
import type { Paint } from './terminal/paint';
import { table } from './terminal/table';

const statuses: readonly DeadLetter['status'][] = ['parked', 'resolved', 'discarded'];

interface ListOptions extends Printing {
  readonly status?: DeadLetter['status'];
  readonly limit: number;
}

/** `cambist deadletters …` */
export function addDeadLetters(program: Command): void {
  const letters = program
    .command('deadletters')
    .description('messages that could not be carried, kept whole until somebody retries them');
  addList(letters);
  addRetry(letters);
  addDiscard(letters);
}

function addList(letters: Command): void {
  const list = letters
    .command('list')
    .description('list dead letters with their fault, newest first')
    .addOption(new Option('--status <status>', 'only those of this status').choices(statuses))
    .option('--limit <number>', 'how many at most', limitOf, 20);
  explained(list, [
    'cambist deadletters list --status parked',
    'cambist deadletters list --json',
  ]).action(async (options: ListOptions) => {
    const found = await reading(({ reads, tenantId }) =>
      firstOf(
        options.limit,
        (page) => reads.deadLetters(tenantId, page),
        ({ status }) => options.status === undefined || status === options.status,
      ),
    );
    const data = found.map((letter) => deadLetterView(letter, 'admin'));
    print(options, { data }, (paint) => lettersInWords(data, paint));
  });
}

const lettersInWords = (letters: readonly DeadLetterView[], paint: Paint): string =>
  table(
    ['id', 'status', 'command', 'of', 'attempts', 'fault'],
    letters.map(({ id, status, command, stream, attempts, error }) => [
      id,
      paint(status === 'parked' ? 'yellow' : 'green', status),
      command,
      stream.id,
      String(attempts),
      (error ?? '').split('\n')[0] ?? '',
    ]),
    { paint, nothing: 'No dead letters.' },
  );

function addRetry(letters: Command): void {
  const retry = letters
    .command('retry')
    .description('carry a dead letter once more; one that was carried already has no second effect')
    .argument('<id>', 'of the dead letter (dlt_…)');
  explained(retry, ['cambist deadletters retry dlt_01a1fc12-3106-7173-abde-51b95c2cb9d6']).action(
    async (id: string, options: Printing) => {
      const letter = await changing<DeadLetterView>({
        online: (server) =>
          callServer(server, 'POST', `/v1/dead-letters/${encodeURIComponent(id)}/retry`),
        offline: (engine, database) => retriedHere(engine, database, id as DeadLetterId),
      });
      print(options, letter, () => carriedInWords(letter));
    },
  );
}

const carriedInWords = ({ id, status, flowId }: DeadLetterView): string => {
  if (status === 'discarded') return `${id} was discarded, and is not carried.\n`;
  if (status === 'parked') return `${id} was turned away for now, and stays parked.\n`;
  return `${id} was carried.\n${flowId === null ? '' : `See it: cambist flows show ${flowId}\n`}`;
};

function addDiscard(letters: Command): void {
  const discard = letters
    .command('discard')
    .description('give up a dead letter, so that it is never carried')
    .argument('<id>', 'of the dead letter (dlt_…)');
  explained(discard, [
    'cambist deadletters discard dlt_01a1fc12-3106-7173-abde-51b95c2cb9d6',
  ]).action(async (id: string, options: Printing) => {
    const letter = await changing<DeadLetterView>({
      online: (server) =>
        callServer(server, 'POST', `/v1/dead-letters/${encodeURIComponent(id)}/discard`),
      offline: (engine) => discardedHere(engine, id as DeadLetterId),
    });
    print(options, letter, () => discardedInWords(letter));
  });
}

const discardedInWords = ({ id, status }: DeadLetterView): string =>
  status === 'discarded'
    ? `${id} was discarded, and is never carried.\n`
    : `${id} was carried before, and stays so.\n`;

async function discardedHere(
  engine: INestApplicationContext,
  id: DeadLetterId,
): Promise<DeadLetterView> {
  const books = await booksOf(engine);
  const letter = await letterOf(books, id);
  if (isWaitedFor(letter)) throw new AnsweredNo(kindOfProblem('dead-letter-needed').explanation);
  await engine.get(Engine).discard(letter);
  return deadLetterView(await letterOf(books, id), 'admin');
}

/** A command calls nobody outside: what the flow asks of the outside is kept for a server. */
async function retriedHere(
  engine: INestApplicationContext,
  database: Database,
  id: DeadLetterId,
): Promise<DeadLetterView> {
  const books = await booksOf(engine);
  await carryAgain(engine.get(Engine), await letterOf(books, id));
  const { tasks } = await engine.get(Outbox).depth(engine.get(Clock).millis());
  if (tasks > 0) remark(waitingInWords(tasks, database));
  return deadLetterView(await letterOf(books, id), 'admin');
}

/** On SQLite nobody else has the database now; on PostgreSQL servers may run that are not seen from here. */
export const waitingInWords = (tasks: number, { kind }: Pick<Database, 'kind'>): string =>
  kind === 'postgres'
    ? `${String(tasks)} call(s) to the outside world wait in the outbox for a server: one that runs, or the next that starts.`
    : `No server is running: ${String(tasks)} call(s) to the outside world wait in the outbox for its next start.`;

async function letterOf({ reads, tenantId }: Books, id: DeadLetterId): Promise<DeadLetter> {
  const letter = await reads.deadLetter(tenantId, id);
  if (letter === undefined) throw new AnsweredNo(`There is no dead letter ${id}.`);
  return letter;
}

async function carryAgain(engine: Engine, letter: DeadLetter): Promise<void> {
  try {
    await engine.carry(orderOfLetter(letter));
  } catch (fault) {
    if (!(fault instanceof CarryFault)) throw fault;
    const why = fault.cause instanceof Error ? fault.cause.message : String(fault.cause);
    throw new AnsweredNo(`It could not be carried this time either, and stays parked: ${why}`);
  }
}
