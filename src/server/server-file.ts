import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Database } from '../config/urls';

/** How a command on the same machine reaches the running server. */
export interface ServerNote {
  readonly url: string;
  /** An admin key that lives as long as the process; who may read the file may use it. */
  readonly key: string;
  readonly pid: number;
}

const fileOf = (database: Database): string | undefined =>
  database.kind === 'sqlite' ? `${database.path}.server.json` : undefined;

/** Beside the database file, for its owner's eyes only. */
export function leaveNote(database: Database, note: ServerNote): void {
  const file = fileOf(database);
  if (file !== undefined) writeFileSync(file, JSON.stringify(note), { mode: 0o600 });
}

/** Takes the note away, if it is still ours. */
export function removeNote(database: Database, pid: number): void {
  const file = fileOf(database);
  if (file !== undefined && readNote(database)?.pid === pid) rmSync(file, { force: true });
}

/** The note of a server that runs or did not end well; undefined when there is none. */
export function readNote(database: Database): ServerNote | undefined {
  const file = fileOf(database);
  if (file === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ServerNote;
  } catch {
    return undefined;
  }
}
