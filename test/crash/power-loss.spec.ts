import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chance } from '../../chaos/chance';
import { eachOf } from '../../chaos/compare/check';
import { sendOnce } from '../../chaos/load/api';
import { digestOf, toldBy, type Call, type FlowResource, type Told } from '../../chaos/load/call';
import { build, type Town } from '../../chaos/load/town';
import { anyWish } from '../../chaos/load/wishes';
import { readPlan } from '../../chaos/options';
import { afterPowerCut, type Image } from '../../chaos/power-loss/image';
import { Recorder, recorderIsMissing, type Recorded } from '../../chaos/power-loss/recorder';
import { API_KEY, System } from '../../chaos/system/system';
import { Client } from '../support/client';
import { serve } from '../support/server';

/**
 * Every write and sync of a server under load is recorded. Then the power is cut at many moments:
 * what had been synced is there, of the rest some is, torn and in any order; and the real server
 * is started on it. What had been answered before the cut must be there, and the books must hold.
 */
const IMAGES = 150;
const CALLS = 300;
const AT_ONCE = 3;
/** The answers before a cut that are closest to it are compared byte by byte. */
const LATEST = 12;
const SEED = process.env['POWER_LOSS_SEED'] ?? '1';

interface Answered {
  readonly call: Call;
  readonly told: Told;
  /** How long the record was when the answer had arrived. */
  readonly recordedAt: number;
}

const missing = recorderIsMissing();
if (missing !== undefined) console.warn(`SKIPPED: ${missing}: no power cut was played.`);

(missing === undefined ? describe : describe.skip)('after a power cut', () => {
  const chance = new Chance(`power loss ${SEED}`);
  let folder: string;
  let base: Image;
  let operations: readonly Recorded[];
  const answered: Answered[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cambist-power-'));
    const asked = ['--store', 'sqlite', '--simulator', 'in-process'];
    const [options] = readPlan(asked, SEED).parts;
    const before = await System.start(options, folder);
    const town = await build(before);
    await before.servers[0]!.host.drain();
    const database = before.files!;
    // What was there before the record begins is on the disk.
    base = new Map(
      (['', '-wal'] as const)
        .filter((ending) => existsSync(`${database}${ending}`))
        .map((ending) => [ending, readFileSync(`${database}${ending}`)]),
    );

    const recorder = new Recorder(folder, database);
    const system = await System.start(options, folder, recorder.environment());
    await callAll(system, town, recorder);
    await system.stop();
    operations = recorder.read();
  }, 120_000);

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  async function callAll(system: System, town: Town, recorder: Recorder): Promise<void> {
    const calls = Array.from({ length: CALLS }, (_none, at): Call => {
      return { key: `call-${String(at)}`, ...anyWish(town, chance) };
    });
    await eachOf(calls, AT_ONCE, async (call) => {
      const answer = await sendOnce(system.urlInTurn(0), call);
      if ('lost' in answer) throw new Error(`${call.key} was not answered: ${answer.lost}`);
      const told = toldBy(answer);
      // A refusal without a flow left nothing behind that could be lost.
      if (told.id !== null) answered.push({ call, told, recordedAt: recorder.length });
    });
  }

  function imageAt(moment: number, name: string): string {
    const image = afterPowerCut(base, operations.slice(0, moment), chance);
    const place = join(folder, name);
    mkdirSync(place);
    for (const [ending, bytes] of image) writeFileSync(join(place, `cambist.db${ending}`), bytes);
    return place;
  }

  /** Everything that is missing or different in what the server makes of the image. */
  async function lostIn(place: string, before: readonly Answered[]): Promise<string[]> {
    const url = `sqlite:${join(place, 'cambist.db')}`;
    const server = await serve({ env: { DATABASE_URL: url } });
    const client = new Client(server.url, API_KEY);
    try {
      const known = new Set((await flows(client)).map(({ id }) => id));
      const lost = before
        .filter(({ call, told }) => call.kind !== 'quote' && !known.has(told.id!))
        .map(({ call }) => `${call.key} is gone`);
      for (const { call, told } of before.slice(-LATEST)) {
        const again = await sendOnce(server.url, { ...call });
        const isSame = 'status' in again && again.isReplay && digestOf(again.text) === told.digest;
        if (!isSame) lost.push(`${call.key} is answered ${JSON.stringify(again)}`);
      }
      const { body } = await client.post<{ ok: boolean }>('/v1/ledger/verify');
      return body.ok ? lost : [...lost, `verify: ${JSON.stringify(body)}`];
    } finally {
      await server.stop();
    }
  }

  it(
    `nothing that was answered is lost, in ${String(IMAGES)} images`,
    async () => {
      const syncs = operations.flatMap(({ kind }, at) => (kind === 'sync' ? [at + 1] : []));
      let empty = 0;
      for (let image = 0; image < IMAGES; image++) {
        // Just after a sync an answer is closest to being lost; in between, files are torn.
        const moment = chance.percent(50)
          ? chance.oneOf(syncs)
          : chance.whole(1, operations.length);
        const cutAt = operations[moment - 1]!.recordedAt;
        const before = answered.filter(({ recordedAt }) => recordedAt <= cutAt);
        if (before.length === 0) empty++;
        const place = imageAt(moment, `image-${String(image)}`);
        expect([image, SEED, await lostIn(place, before)]).toEqual([image, SEED, []]);
        rmSync(place, { recursive: true });
      }
      // Images of a time when nothing had been answered would prove little.
      expect(empty).toBeLessThan(IMAGES / 3);
    },
    20 * 60_000,
  );

  it('the record reaches the checkpoints, where pages leave the log for the database', () => {
    expect(operations.some(({ kind, file }) => kind === 'write' && file === '')).toBe(true);
    expect(answered.length).toBeGreaterThan(CALLS / 2);
  });
});

async function flows(client: Client): Promise<FlowResource[]> {
  const all: FlowResource[] = [];
  for (const path of ['/v1/deposits', '/v1/withdrawals', '/v1/transfers']) {
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await client.get<{ data: FlowResource[]; nextCursor: string | null }>(
        `${path}?limit=100${query}`,
      );
      all.push(...body.data);
      cursor = body.nextCursor;
    } while (cursor !== null);
  }
  return all;
}
