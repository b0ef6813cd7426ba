import { z } from 'zod';
import { boundedBytes } from '../../kernel/bounded-bytes';

/** What came of one HTTP call, as far as the caller can know. */
export type Called =
  | { readonly kind: 'answered'; readonly status: number; readonly body: unknown }
  /** No connection was made: the call has surely not arrived. */
  | { readonly kind: 'unreached'; readonly detail: string }
  /** It may have arrived: the answer took too long, broke off, or cannot be read. */
  | { readonly kind: 'lost'; readonly detail: string };

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Milliseconds for all of it. */
  readonly timeout: number;
}

/** A simulated payment has less than 1 KiB; what is larger is not read. */
const LARGEST = 64 * 1_024;

/** All that can go wrong before a connection stands. What breaks later may have been heard. */
const beforeConnected: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Calls once, follows no redirect, and ends in time. Never rejects. */
export async function call({ method, url, headers, body, timeout }: Call): Promise<Called> {
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeout),
    });
    const bytes = await boundedBytes(response.body, LARGEST);
    if (bytes === undefined) return { kind: 'lost', detail: 'The answer is too large.' };
    return { kind: 'answered', status: response.status, body: jsonIn(bytes.toString()) };
  } catch (fault) {
    const code = codeOf(fault);
    const detail = `The call failed: ${code}.`;
    return beforeConnected.has(code) ? { kind: 'unreached', detail } : { kind: 'lost', detail };
  }
}

/** Undefined for what is no JSON: nobody's schema takes it. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const coded = z.object({ code: z.string() });
const caused = z.object({ cause: coded });
const named = z.object({ name: z.string() });

/** `ECONNREFUSED` and the like, else the name of the fault: enough to know where to look. */
function codeOf(fault: unknown): string {
  const read = z.union([caused.transform(({ cause }) => cause), coded]).safeParse(fault);
  if (read.success) return read.data.code;
  return named.safeParse(fault).data?.name ?? 'unknown';
}
