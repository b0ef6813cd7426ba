import { Clock } from '../kernel/clock';
import type { Message } from '../kernel/message';
import type { Performed } from '../kernel/task';
import { SparingQuestions } from './sparing-questions';

class HandClock extends Clock {
  at = Date.parse('2026-11-21T10:00:00.000Z');
  override millis(): number {
    return this.at;
  }
}

const answered: Performed = { kind: 'answered', command: {} as Message };
const nothing: Performed = { kind: 'try-later', detail: 'The connection broke.' };

let clock: HandClock;
let questions: SparingQuestions;
beforeEach(() => {
  clock = new HandClock();
  questions = new SparingQuestions(clock);
});

/** A question whose answer takes so long (ms); `isAsked` says whether it reached the provider. */
async function ask(answer: Performed, takes: number, provider = 'acme') {
  let isAsked = false;
  const performed = await questions.ask(provider, () => {
    isAsked = true;
    clock.at += takes;
    return Promise.resolve(answer);
  });
  return { isAsked, performed };
}

it('asks as often as it is told to while the provider comes back', async () => {
  for (let asked = 0; asked < 100; asked++) {
    expect(await ask(nothing, 1)).toEqual({ isAsked: true, performed: nothing });
    expect(await ask(answered, 10_000)).toEqual({ isAsked: true, performed: answered });
  }
});

it('takes an answer for one, however long it took', async () => {
  await ask(answered, 10_000);
  void questions.ask('acme', async () => new Promise<Performed>(() => undefined));
  expect((await ask(nothing, 0)).isAsked).toBe(true);
});

it('asks one question a second of a provider that leaves them hanging', async () => {
  await ask(nothing, 5_000);
  expect((await ask(nothing, 0)).isAsked).toBe(true);

  await ask(nothing, 5_000);
  const hanging = questions.ask('acme', async () => new Promise<Performed>(() => undefined));
  expect(await ask(nothing, 0)).toMatchObject({
    isAsked: false,
    performed: { kind: 'try-later' },
  });
  clock.at += 999;
  expect((await ask(nothing, 0)).isAsked).toBe(false);
  clock.at += 1;
  expect((await ask(nothing, 5_000)).isAsked).toBe(true);
  void hanging;
});

it('asks other providers meanwhile', async () => {
  await ask(nothing, 5_000);
  void questions.ask('acme', async () => new Promise<Performed>(() => undefined));
  expect((await ask(nothing, 0)).isAsked).toBe(false);
  expect((await ask(answered, 0, 'other')).isAsked).toBe(true);
});

it('lets all through once one came back, whatever was asked before and still hangs', async () => {
  await ask(nothing, 5_000);
  let giveUp: (performed: Performed) => void = () => undefined;
  const hanging = questions.ask('acme', () => new Promise((resolve) => (giveUp = resolve)));
  clock.at += 3_000;
  await ask(answered, 10);
  giveUp(nothing);
  await hanging;

  expect((await ask(nothing, 0)).isAsked).toBe(true);
  expect((await ask(nothing, 0)).isAsked).toBe(true);
});

it('counts a question that throws after a while as one that was left hanging', async () => {
  const throwing = () => {
    clock.at += 5_000;
    return Promise.reject(new Error('It broke.'));
  };
  await expect(questions.ask('acme', throwing)).rejects.toThrow('It broke.');
  void questions.ask('acme', async () => new Promise<Performed>(() => undefined));
  expect((await ask(answered, 0)).isAsked).toBe(false);
});

it('asks after the clock was put back', async () => {
  await ask(nothing, 5_000);
  void questions.ask('acme', async () => new Promise<Performed>(() => undefined));
  clock.at -= 3_600_000;
  expect((await ask(answered, 0)).isAsked).toBe(true);
});
