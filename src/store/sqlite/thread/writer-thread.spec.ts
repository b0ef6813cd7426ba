import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changing, nothingWanted } from '../../store.fixture';
import { OutcomeUnknown, StoreBusy } from '../../store.port';
import { WriterThread } from './writer-thread';

const NOTHING_LOADED = '{"kind":"loaded","id":1,"loaded":{}}';

/** A thread that is ready at once, and dies when it is asked for the thing. */
const dyingAt = (kind: string): string => `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', (message) => {
    const asked = typeof message === 'string' ? JSON.parse(message) : message;
    if (asked.kind === '${kind}') throw new Error('in the thread');
    if (asked.kind === 'turn') parentPort.postMessage('${NOTHING_LOADED}');
  });
  parentPort.postMessage('{"kind":"ready"}');`;

describe('when the thread that writes dies', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cambist-dying-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const start = async (kind: string) => {
    const deaths: Error[] = [];
    const program = join(folder, `${kind}.js`);
    writeFileSync(program, dyingAt(kind));
    const data = { path: 'nowhere', driver: undefined };
    const thread = await WriterThread.start(program, data, Date.now, (fault) => deaths.push(fault));
    return { thread, deaths };
  };

  it('a turn that had not told its changes was surely not written', async () => {
    const { thread, deaths } = await start('turn');
    const turn = thread.turn(nothingWanted, async () => changing({}));
    await expect(turn).rejects.toBeInstanceOf(StoreBusy);
    expect(deaths).toEqual([expect.objectContaining({ message: 'in the thread' })]);
  });

  it('of a turn that had told them it is not known', async () => {
    const { thread, deaths } = await start('changes');
    const turn = thread.turn(nothingWanted, async () => changing({}));
    await expect(turn).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(deaths).toHaveLength(1);
  });

  it('of a call neither, and whoever comes later finds the store busy', async () => {
    const { thread, deaths } = await start('call');
    await expect(thread.call('releaseAll')).rejects.toBeInstanceOf(OutcomeUnknown);
    await expect(thread.call('probe')).rejects.toBeInstanceOf(StoreBusy);
    const turn = thread.turn(nothingWanted, async () => changing({}));
    await expect(turn).rejects.toBeInstanceOf(StoreBusy);
    await thread.close();
    expect(deaths).toHaveLength(1);
  });
});
