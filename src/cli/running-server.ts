import type { Database } from '../config/urls';
import { readNote, type ServerNote } from '../server/server-file';
import { AnsweredNo } from './answered-no';

/** Where a server is, and the key that opens it. */
export type Door = Pick<ServerNote, 'url' | 'key'>;

/** What a server answered. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** The server that runs on this database, or undefined when none answers. */
export async function findServer(database: Database): Promise<ServerNote | undefined> {
  const note = readNote(database);
  return note !== undefined && (await isAlive(note.url)) ? note : undefined;
}

export async function isAlive(url: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`${url}/livez`, { signal: AbortSignal.timeout(2_000) });
    return ok;
  } catch {
    return false;
  }
}

/** Asks the server, and gives its answer whatever it is; an answer without a body is undefined. */
export async function askServer<T>(
  { url, key }: Door,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<T>> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
}

/** Calls the running server; its refusal is thrown as one line. */
export async function callServer<T>(
  door: Door,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await askServer<T & { readonly detail?: string }>(door, method, path, body);
  if (answer.status < 400) return answer.body;
  throw new AnsweredNo(answer.body.detail ?? `The server answered ${String(answer.status)}.`);
}
