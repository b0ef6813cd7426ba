import type { StoreName } from './case';
import { postgresDatabase, postgresUrl, type Database } from './machinery/databases';
import { prepareTpcB, tpcB } from './machinery/postgres';
import { bareFsyncs } from './measure/bare-fsync';

export interface Reading {
  readonly name: string;
  /** A second. */
  readonly value: number;
}

/** What the figures stand on, looked at before and after each: the disk, and T on PostgreSQL. */
export class Probe {
  private readonly readings = new Map<string, number[]>();
  private database: Database | undefined;

  constructor(
    private readonly folder: string,
    private readonly seconds: number,
  ) {}

  async take(store: StoreName): Promise<readonly Reading[]> {
    const taken = [{ name: 'bare fsync', value: bareFsyncs(this.folder) }];
    if (store === 'postgres') taken.push({ name: 'T', value: await this.tpcB() });
    for (const { name, value } of taken) {
      this.readings.set(name, [...(this.readings.get(name) ?? []), value]);
    }
    return taken;
  }

  /** All that were taken, by name. */
  get all(): ReadonlyMap<string, readonly number[]> {
    return this.readings;
  }

  close(): void {
    this.database?.drop();
  }

  private async tpcB(): Promise<number> {
    if (this.database === undefined) {
      this.database = postgresDatabase(postgresUrl());
      prepareTpcB(this.database.url);
    }
    return tpcB(this.database.url, this.seconds);
  }
}
