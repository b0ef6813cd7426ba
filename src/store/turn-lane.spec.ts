import { TurnLane } from './turn-lane';
import type { Names } from './turn-names';

/** Works that say when they begin, and end when they are told to. */
class Works {
  readonly begun: string[] = [];
  private readonly ends = new Map<string, () => void>();
  private readonly lane = new TurnLane();

  enter(name: string, names: Names): Promise<void> {
    return this.lane.run(names, () => {
      this.begun.push(name);
      return new Promise((resolve) => this.ends.set(name, resolve));
    });
  }

  idle(): Promise<void> {
    return this.lane.idle();
  }

  async end(name: string): Promise<void> {
    this.ends.get(name)?.();
    await settled();
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let works: Works;
beforeEach(() => {
  works = new Works();
});

it('lets those in side by side who want nothing of each other', async () => {
  void works.enter('first', ['a', 'b']);
  void works.enter('second', ['c']);
  await settled();
  expect(works.begun).toEqual(['first', 'second']);
});

it('has those who want the same go one after the other, in the order in which they came', async () => {
  void works.enter('first', ['a']);
  void works.enter('second', ['a', 'b']);
  void works.enter('third', ['a']);
  await settled();
  expect(works.begun).toEqual(['first']);
  await works.end('first');
  expect(works.begun).toEqual(['first', 'second']);
  await works.end('second');
  expect(works.begun).toEqual(['first', 'second', 'third']);
});

it('lets nobody overtake who waits for something that he wants too', async () => {
  void works.enter('first', ['a']);
  void works.enter('waits', ['a', 'b']);
  void works.enter('wants what waits', ['b']);
  void works.enter('free', ['c']);
  await settled();
  expect(works.begun).toEqual(['first', 'free']);
  await works.end('first');
  expect(works.begun).toEqual(['first', 'free', 'waits']);
});

it('has nobody beside who must be alone, and nobody who came later before him', async () => {
  void works.enter('first', ['a']);
  void works.enter('alone', null);
  void works.enter('later', ['b']);
  await settled();
  expect(works.begun).toEqual(['first']);
  await works.end('first');
  expect(works.begun).toEqual(['first', 'alone']);
  await works.end('alone');
  expect(works.begun).toEqual(['first', 'alone', 'later']);
});

it('lets in who must be alone only when those are out who want nothing at all', async () => {
  void works.enter('first', []);
  void works.enter('alone', null);
  await settled();
  expect(works.begun).toEqual(['first']);
});

it('lets the next one in after a work that failed, and tells its fault to whoever asked', async () => {
  const lane = new TurnLane();
  const failing = lane.run(['a'], () => Promise.reject(new Error('a fault')));
  const next = lane.run(['a'], () => Promise.resolve('done'));
  await expect(failing).rejects.toThrow('a fault');
  expect(await next).toBe('done');
});

it('is idle when all who came before are out', async () => {
  let isIdle = false;
  void works.enter('first', ['a']);
  void works.idle().then(() => (isIdle = true));
  await settled();
  expect(isIdle).toBe(false);
  await works.end('first');
  expect(isIdle).toBe(true);
});
