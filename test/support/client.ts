import { Contract, type Call } from './contract';
import type { OpenApi } from './openapi';

/** What the server answered: its status, its body read as JSON, and its headers. */
export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
  readonly text: string;
  readonly headers: Headers;
}

/** A caller over real HTTP, with an API key. Whatever is answered must be as the document says. */
export class Client {
  constructor(
    readonly url: string,
    readonly apiKey: string,
  ) {}

  get<T = Record<string, unknown>>(path: string): Promise<Answer<T>> {
    return this.send('GET', path);
  }

  post<T = Record<string, unknown>>(
    path: string,
    body?: unknown,
    idempotencyKey?: string,
  ): Promise<Answer<T>> {
    return this.send('POST', path, body, {
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    });
  }

  put<T = Record<string, unknown>>(path: string, body: unknown): Promise<Answer<T>> {
    return this.send('PUT', path, body);
  }

  async send<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.apiKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    const mediaType = response.headers.get('content-type')?.split(';')[0] ?? '';
    const { status } = response;
    const answered = { status, text, mediaType, headers: response.headers };
    const sent = typeof body === 'string' ? read(body) : body;
    await this.hold({ method, target: path, sent, ...answered });
    return { status: response.status, body: read(text) as T, text, headers: response.headers };
  }

  protected async hold(call: Call): Promise<void> {
    (await contract(this.url)).check(call);
  }
}

/** A caller of the simulator on its own, which gives out no document. */
export class SimulatorClient extends Client {
  constructor(url: string) {
    super(url, '');
  }

  protected override async hold(): Promise<void> {}
}

let known: Promise<Contract> | undefined;

/** Read from the first server that is called, which tells what all of them do. */
export const contract = (url: string): Promise<Contract> => (known ??= readContract(url));

const readContract = async (url: string): Promise<Contract> => new Contract(await documentOf(url));

/** The OpenAPI document as the server gives it out. */
export async function documentOf(url: string): Promise<OpenApi> {
  const answer = await fetch(`${url}/docs/openapi.json`, { signal: AbortSignal.timeout(20_000) });
  return (await answer.json()) as OpenApi;
}

const read = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
