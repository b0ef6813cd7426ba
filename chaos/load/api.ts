import { jsonCall } from '../../test/support/json-call';
import { API_KEY, type System } from '../system/system';
import type { Answer, Call } from './call';
import type { Lost } from './journal';

/** Longer than any answer should take, and shorter than a stop of a server may be. */
const PATIENCE = 8_000;

/** Sends a call once, under its key. Never rejects: no answer is something to be known too. */
export async function sendOnce(url: string, { path, key, body }: Call): Promise<Answer | Lost> {
  try {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${API_KEY}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const isReplay = response.headers.get('idempotent-replayed') === 'true';
    return { status: response.status, text: await response.text(), isReplay };
  } catch (fault) {
    return { lost: nameOf(fault) };
  }
}

const nameOf = (fault: unknown): string => {
  const { cause, name } = fault as Error & { readonly cause?: { readonly code?: string } };
  return cause?.code ?? name;
};

/** A call that is not part of the load: it is repeated until somebody answers it. */
export async function ask<T>(
  system: System,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  const tries = 20;
  let last: unknown;
  for (let attempt = 0; attempt < tries; attempt++) {
    try {
      return await askOnce<T>(system.urlInTurn(attempt), method, path, body, headers);
    } catch (fault) {
      last = fault;
      await new Promise((resolve) => setTimeout(resolve, 100 * attempt));
    }
  }
  throw new Error(`${method} ${path} found no answer.`, { cause: last });
}

/** Rejects when the answer is none, or no success. */
export const askOnce = <T>(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> =>
  jsonCall<T>({ url, method, path, body, headers, apiKey: API_KEY, patience: PATIENCE });

interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
}

/** A whole list, page by page; the path may ask for a part of it. */
export async function* listed<T>(system: System, path: string): AsyncGenerator<T> {
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: '100', ...(cursor !== null && { cursor }) });
    const page: Page<T> = await ask<Page<T>>(
      system,
      'GET',
      `${path}${path.includes('?') ? '&' : '?'}${query.toString()}`,
    );
    yield* page.data;
    cursor = page.nextCursor;
  } while (cursor !== null);
}
