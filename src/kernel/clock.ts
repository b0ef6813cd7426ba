/** ISO 8601 in UTC with milliseconds: the only form in which a time is stored or shown. */
export type Instant = string;
/** A UTC calendar day, `2026-11-21`: what daily limits count by. */
export type Day = string;

/** Where time comes from; nothing else in the code asks the machine. */
export abstract class Clock {
  /** Milliseconds since 1970, for deadlines and leases. */
  abstract millis(): number;

  now(): Instant {
    return instantOf(this.millis());
  }
}

export class SystemClock extends Clock {
  millis(): number {
    return Date.now();
  }
}

export const instantOf = (millis: number): Instant => new Date(millis).toISOString();

export const dayOf = (instant: Instant): Day => instant.slice(0, 10);
