import { Clock, dayOf, instantOf, SystemClock } from './clock';

class StoppedClock extends Clock {
  override millis(): number {
    return Date.parse('2026-11-21T23:59:59.999Z');
  }
}

it('tells the time in UTC with milliseconds', () => {
  expect(new StoppedClock().now()).toBe('2026-11-21T23:59:59.999Z');
  expect(instantOf(0)).toBe('1970-01-01T00:00:00.000Z');
});

it('takes the UTC day of a moment, up to its last millisecond', () => {
  const clock = new StoppedClock();

  expect(dayOf(clock.now())).toBe('2026-11-21');
  expect(dayOf(instantOf(clock.millis() + 1))).toBe('2026-11-22');
});

it('runs with the machine’s', () => {
  const machine = performance.timeOrigin + performance.now();

  expect(Math.abs(new SystemClock().millis() - machine)).toBeLessThan(1_000);
});
