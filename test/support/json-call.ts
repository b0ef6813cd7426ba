/** A call over real HTTP of which only the success matters. */
export interface JsonCall {
  readonly url: string;
  readonly apiKey: string;
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** So long an answer is waited for (ms); for ever where it is not given. */
  readonly patience?: number;
}

/** Answers the body. Rejects with what came instead when no answer comes, or no success. */
export async function jsonCall<T>(call: JsonCall): Promise<T> {
  const { url, apiKey, method, path, body, headers, patience } = call;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(patience !== undefined && { signal: AbortSignal.timeout(patience) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text}`);
  return JSON.parse(text || 'null') as T;
}
