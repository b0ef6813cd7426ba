import { atLeast, atMost, type Case, type StoreName } from './case';
import { engineOverRest, manySagas, memoryOverStore } from './cases/engine';
import { growth, startToReady } from './cases/growth';
import { loneTransfer, spread } from './cases/latency';
import { memory } from './cases/memory';
import {
  bulkOverT,
  hotPair,
  transfersOverNoOp,
  transfersOverT,
  turnsOfMany,
  twoInstances,
  withdrawalsToTheirEnd,
} from './cases/over-rest';
import { transfersOverPeer } from './cases/peers';

const onSqlite: readonly StoreName[] = ['sqlite'];
const onPostgres: readonly StoreName[] = ['postgres'];
const onBoth: readonly StoreName[] = ['sqlite', 'postgres'];

/** Every case: what is divided by what, what it should come to, and how it is measured. */
export const cases: readonly Case[] = [
  {
    id: 'S1',
    what: "transfers over REST, 64 clients ÷ the same server's no-op POST",
    stores: onSqlite,
    goal: atLeast(0.6, 0.8),
    run: transfersOverNoOp,
  },
  {
    id: 'S2',
    what: "transfers over REST, 64 clients ÷ the same server's no-op POST",
    stores: onPostgres,
    goal: atLeast(0.5, 0.7),
    run: transfersOverNoOp,
  },
  {
    id: 'S2-T',
    what: 'transfers over REST, 64 clients ÷ T',
    stores: onPostgres,
    goal: atLeast(0.35, 0.5),
    run: transfersOverT,
  },
  {
    id: 'S3',
    what: 'transfers ÷ a durable five-step DBOS workflow',
    stores: onPostgres,
    goal: atLeast(15, 25),
    run: transfersOverPeer('dbos'),
  },
  {
    id: 'S4',
    what: 'transfers ÷ a BullMQ chain of five, AOF always',
    stores: onPostgres,
    goal: atLeast(3, 4),
    run: transfersOverPeer('bullmq'),
  },
  {
    id: 'S4-EMMETT',
    what: 'transfers ÷ five Emmett commands with an inline projection',
    stores: onPostgres,
    goal: atLeast(2.5, 4),
    run: transfersOverPeer('emmett'),
  },
  {
    id: 'S4-WORKER',
    what: 'transfers ÷ a graphile-worker chain of five',
    stores: onPostgres,
    goal: null,
    run: transfersOverPeer('graphile-worker'),
  },
  {
    id: 'S5',
    what: 'transfers ÷ the same engine with turns of one flow',
    stores: onBoth,
    goal: atLeast(2.5, 3),
    run: turnsOfMany(false),
  },
  {
    id: 'S5-SLOW',
    what: 'the same where an fsync takes 1 ms more',
    stores: onBoth,
    goal: atLeast(4, 6),
    run: turnsOfMany(true),
  },
  {
    id: 'S6',
    what: 'withdrawals to their end ÷ transfers',
    stores: onBoth,
    goal: atLeast(0.4, 0.55),
    run: withdrawalsToTheirEnd,
  },
  {
    id: 'S7',
    what: 'transfers at 4 M events ÷ on an empty database',
    stores: onSqlite,
    goal: atLeast(0.75, 0.9),
    run: growth,
  },
  {
    id: 'S7',
    what: 'transfers at 1 M accounts and 10 M events ÷ on an empty database',
    stores: onPostgres,
    goal: atLeast(0.85, 0.95),
    run: growth,
  },
  {
    id: 'S8',
    what: 'transfers of one hot pair of accounts ÷ of a thousand accounts',
    stores: onBoth,
    goal: atLeast(0.8, 0.95),
    run: hotPair,
  },
  {
    id: 'S9',
    what: 'transfers on two instances of one database ÷ on one instance',
    stores: onPostgres,
    goal: atLeast(0.9),
    run: twoInstances,
  },
  {
    id: 'S10',
    what: 'transfers in bulks of 1,000 ÷ T',
    stores: onPostgres,
    goal: atLeast(1, 1.8),
    run: bulkOverT,
  },
  {
    id: 'S11',
    what: 'the cost of a flow with 100 sagas registered ÷ with 6',
    stores: onSqlite,
    goal: atMost(1.1),
    run: manySagas,
  },
  {
    id: 'L1',
    what: 'p50 of a lone transfer ÷ of a bare commit of one row',
    stores: onBoth,
    goal: atMost(3, 2),
    run: loneTransfer(false),
  },
  {
    id: 'L1-SLOW',
    what: 'the same where an fsync takes 1 ms more, as on most rented disks',
    stores: onBoth,
    goal: atMost(3, 2),
    run: loneTransfer(true),
  },
  {
    id: 'L2',
    what: 'p99 ÷ p50 at 64 clients',
    stores: onBoth,
    goal: atMost(4, 3),
    run: spread,
  },
  {
    id: 'M1',
    what: 'resident memory after 1 M flows ÷ after 10 k',
    stores: onBoth,
    goal: atMost(1.2),
    run: memory,
  },
  {
    id: 'B1',
    what: 'start to ready at 1 M events ÷ of an empty database',
    stores: onBoth,
    goal: atMost(2, 1.2),
    run: startToReady,
  },
  {
    id: 'E1',
    what: 'the engine without HTTP ÷ over REST',
    stores: onBoth,
    goal: null,
    run: engineOverRest,
  },
  {
    id: 'E2',
    what: 'the engine without HTTP in memory ÷ on the store',
    stores: onBoth,
    goal: null,
    run: memoryOverStore,
  },
];
