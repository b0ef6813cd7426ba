import pino from 'pino';
import { isProblemCode } from '../../src/http/problems/problem-codes';
import { contract } from '../support/client';
import type { Contract } from '../support/contract';
import { Chance } from './chance';
import { bytesOf, type Draft } from './draft';
import { nameOf, type Operation } from './operation';
import { Scene } from './scene';
import { faults, oddities, ruptures, type Spoiling } from './spoiling';
import { say, type Exchange, type Heard } from './wire';

/** `HOSTILE_RUNS=200000 npx jest test/hostile` sends more, `HOSTILE_SEED=…` other ones. */
const RUNS = Number(process.env['HOSTILE_RUNS'] ?? 20_000);
/** The same one each time, so that two changes meet the same requests; others are for the nights. */
const SEED = Number(process.env['HOSTILE_SEED'] ?? 1);

/** Requests after each of which the state is looked at. */
const BATCH = 1_000;
const AT_ONCE = 16;
/** A connection on which nothing more comes has hung (ms). */
const ANSWERED_WITHIN = 10_000;

const lines: string[] = [];
let scene: Scene;
let operations: readonly Operation[];
let documented: Contract;
beforeAll(async () => {
  const logger = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
  scene = await Scene.open({ logger });
  operations = scene.operations.filter(({ staysOpen }) => !staysOpen);
  documented = await contract(scene.server.url);
});
afterAll(() => scene.stop());

/** A request and what was done to it. */
interface Spoilt {
  readonly operation: Operation;
  readonly draft: Draft;
  readonly how: readonly string[];
}

/** Requests that go over one connection, the next before the answer to the last. */
type Train = readonly Spoilt[];

function goodDraft(operation: Operation): Draft {
  const { url, client } = scene.server;
  const isWriting = operation.body !== undefined;
  return {
    method: operation.method,
    target: scene.path(operation) + requiredQuery(operation),
    version: 'HTTP/1.1',
    headers: [
      ['host', new URL(url).host],
      ['authorization', `Bearer ${client.apiKey}`],
      ...(isWriting ? [['content-type', 'application/json'] as const] : []),
    ],
    body: isWriting ? Buffer.from(JSON.stringify(scene.body(operation))) : undefined,
    sending: { kind: 'whole' },
  };
}

const requiredQuery = ({ query }: Operation): string => {
  const names = query?.required ?? [];
  return names.length === 0 ? '' : `?${names.map((name) => `${name}=EUR`).join('&')}`;
};

/** Does one of these to a request that can be done to it. */
function spoil(
  spoilt: Spoilt,
  operation: Operation,
  ways: readonly (readonly [string, Spoiling])[],
  chance: Chance,
): Spoilt {
  for (;;) {
    const [name, way] = chance.pick(ways);
    const draft = way(spoilt.draft, operation, chance);
    if (draft !== undefined) return { operation, draft, how: [...spoilt.how, name] };
  }
}

const allFaults = Object.entries({ ...faults, ...ruptures });
const allOddities = Object.entries(oddities);
/** One that leaves the fault behind it in force: a body that a GET has is not looked at. */
const gentle = allOddities.filter(([name]) => name !== 'another method');

function makeRequest(chance: Chance, isRefused: boolean): Spoilt {
  const operation = chance.pick(operations);
  let spoilt: Spoilt = { operation, draft: goodDraft(operation), how: [nameOf(operation)] };
  const ways = isRefused ? gentle : allOddities;
  for (let left = chance.below(3); left > 0; left--)
    spoilt = spoil(spoilt, operation, ways, chance);
  return isRefused || chance.oneIn(3) ? spoil(spoilt, operation, allFaults, chance) : spoilt;
}

/** After it the connection ends; what is sent behind it may take the answer with it. */
const isLast = ({ draft, how }: Spoilt): boolean =>
  draft.version === 'HTTP/1.0' || how.some((name) => name in ruptures);

/**
 * Its body is not read to its end, and so TCP resets the connection, which may take with it what of
 * an earlier answer has not arrived yet: it goes alone.
 */
const closesUnread = ({ how }: Spoilt): boolean => how.includes('too large');

function makeTrain(chance: Chance, isRefused: boolean, most: number): Train {
  const train: Spoilt[] = [];
  for (let left = Math.min(most, 1 + chance.below(4)); left > 0; left--) {
    const spoilt = makeRequest(chance, isRefused);
    if (train.length > 0 && closesUnread(spoilt)) break;
    train.push(spoilt);
    if (isLast(spoilt)) break;
  }
  return train;
}

async function sent(train: Train): Promise<Exchange> {
  const drafts = train.map(({ draft }) => draft);
  const halting = drafts.flatMap(({ sending }) =>
    sending.kind === 'halting' ? [sending.pieces] : [],
  );
  return say(
    Number(new URL(scene.server.url).port),
    {
      bytes: Buffer.concat(drafts.map(bytesOf)),
      methods: drafts.map(({ method }) => method),
      pieces: Math.max(1, ...halting),
      ends: drafts.some(({ sending }) => sending.kind === 'truncated'),
    },
    ANSWERED_WITHIN,
  );
}

/** What is wrong with the exchange, in words; undefined when nothing is. */
function objectionTo(train: Train, { answers, rest, isOver }: Exchange): string | undefined {
  if (!isOver) return 'it hangs';
  if (rest > 0) return 'half an answer';
  if (answers.length > train.length) return 'more answers than requests';
  if (answers.length === 0 && !endsEarly(train)) return 'no answer';
  return answers.map((heard, at) => objectionToAnswer(heard, train[at])).find(Boolean);
}

const endsEarly = ([first]: Train): boolean => first?.draft.sending.kind === 'truncated';

function objectionToAnswer(heard: Heard, asked: Spoilt | undefined): string | undefined {
  const { status, headers, body } = heard;
  if (status >= 200 && status < 300) return objectionToSuccess(heard, asked);
  if (Number.isNaN(status) || status < 400) return `status ${String(status)}`;
  const isBusy = status === 503 && headers.has('retry-after');
  if (status >= 500 && !isBusy) return `status ${String(status)}: ${body.toString()}`;
  if (headers.get('content-type') !== 'application/problem+json') return 'no problem document';
  return asked?.draft.method === 'HEAD' ? undefined : objectionToProblem(status, body);
}

/** What was accepted is answered as the document says; by another method it is another operation. */
function objectionToSuccess(
  { status, headers, body }: Heard,
  asked: Spoilt | undefined,
): string | undefined {
  if (asked === undefined || asked.draft.method !== asked.operation.method) return undefined;
  const { method, path } = asked.operation;
  const mediaType = headers.get('content-type')?.split(';')[0] ?? '';
  const answer = { status, mediaType, text: body.toString(), headers: sentBy(headers) };
  return documented.faultsOfAnswerTo(method, path, answer)[0];
}

const sentBy = (headers: Heard['headers']) => ({
  has: (name: string) => headers.has(name.toLowerCase()),
});

function objectionToProblem(status: number, body: Buffer): string | undefined {
  const problem = read(body);
  const { code, type, title, detail } = problem;
  const isWhole =
    isProblemCode(String(code)) &&
    type === `/problems/${String(code)}` &&
    problem['status'] === status &&
    typeof title === 'string' &&
    typeof detail === 'string';
  return isWhole ? undefined : `a problem that is none: ${body.toString()}`;
}

const read = (body: Buffer): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(body.toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
};

/** An answer after which the state may be another one. */
const isEffective = ({ status, body }: Heard): boolean =>
  status < 400 || body.includes('"flowId"') || status >= 500;

/** The requests of a train as a person can send them again. */
const told = (train: Train): string =>
  train
    .map(
      ({ draft, how }) =>
        `${how.join(' + ')}\n${bytesOf(draft).subarray(0, 2_000).toString('latin1')}`,
    )
    .join('\n----\n');

interface Batch {
  readonly requests: number;
  readonly answers: number;
  readonly isEffective: boolean;
}

async function runBatch(chance: Chance, isRefused: boolean): Promise<Batch> {
  const trains: Train[] = [];
  let left = BATCH;
  while (left > 0) {
    const train = makeTrain(chance, isRefused, left);
    trains.push(train);
    left -= train.length;
  }
  const exchanges: Exchange[] = [];
  const waiting = [...trains];
  const sendAll = async (): Promise<void> => {
    for (let train = waiting.shift(); train !== undefined; train = waiting.shift()) {
      const exchange = await sent(train);
      const objection =
        objectionTo(train, exchange) ??
        (isRefused && exchange.answers.some(isEffective) ? 'it is not refused' : undefined);
      if (objection !== undefined) {
        const heard = exchange.answers.map(
          ({ status, body }) => `${String(status)} ${body.toString().slice(0, 300)}`,
        );
        throw new Error(
          `HOSTILE_SEED=${String(SEED)}: ${objection}\n${told(train)}\n\n${heard.join('\n')}`,
        );
      }
      exchanges.push(exchange);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendAll));
  const answers = exchanges.flatMap((exchange) => exchange.answers);
  return { requests: BATCH, answers: answers.length, isEffective: answers.some(isEffective) };
}

it(
  'answers whatever is sent in time and with a problem, and nothing that is refused has an effect',
  async () => {
    const chance = new Chance(SEED);
    let before = await scene.state();
    const counts = { refused: 0, effective: 0, answers: 0 };
    for (let run = 0, isRefused = true; run < RUNS; run += BATCH, isRefused = !isRefused) {
      const batch = await runBatch(chance, isRefused);
      const after = await scene.state();
      if (!batch.isEffective && after !== before) {
        throw new Error(`HOSTILE_SEED=${String(SEED)}: what was refused has changed something.`);
      }
      before = after;
      counts.answers += batch.answers;
      counts[batch.isEffective ? 'effective' : 'refused'] += batch.requests;
    }
    expect(counts.refused).toBeGreaterThan(0);
    expect(counts.effective).toBeGreaterThan(0);
    expect(counts.answers).toBeGreaterThan((counts.refused + counts.effective) / 2);

    const { client } = scene.server;
    expect((await client.get('/readyz')).status).toBe(200);
    expect((await client.post('/v1/ledger/verify')).body).toMatchObject({ ok: true });
    expect(lines).toEqual([]);
  },
  RUNS * 30,
);
