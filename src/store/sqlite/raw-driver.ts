/** What a driver is given: the two have no other types in common. */
export type Bound = string | bigint | Uint8Array | null;

export interface OpenOptions {
  /** A file that is not there is not made, and nothing in it is changed. */
  readonly readOnly?: boolean;
}

/** A driver as it is, before our settings: one prepared statement. Integers come back as bigint. */
export interface RawStatement {
  /** How many rows were changed. */
  run(values: readonly Bound[]): number;
  get(values: readonly Bound[]): unknown;
  all(values: readonly Bound[]): readonly unknown[];
}

export interface RawConnection {
  exec(sql: string): void;
  prepare(sql: string): RawStatement;
  close(): void;
}

export type RawDriver = (path: string, options: OpenOptions) => RawConnection;
