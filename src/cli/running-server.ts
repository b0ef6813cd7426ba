import type { Database } from '../config/urls';
import { readNote, type ServerNote } from '../server/server-file';

/** The server that runs on this database, or undefined when none answers. */
export async function findServer(database: Database): Promise<ServerNote | undefined> {
  const note = readNote(database);
  if (note === undefined) return undefined;
  try {
    const { ok } = await fetch(`${note.url}/livez`, { signal: AbortSignal.timeout(2_000) });
    return ok ? note : undefined;
  } catch {
    return undefined;
  }
}

/** Calls the running server; its refusal is thrown as one line. */
export async function callServer<T>(
  { url, key }: ServerNote,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const answer = (await response.json()) as T & { readonly detail?: string };
  if (!response.ok)
    throw new Error(answer.detail ?? `the server answered ${String(response.status)}`);
  return answer;
}
