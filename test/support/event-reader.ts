import type { Client } from './client';

/** One block of a stream of server-sent events, as a browser would take it. */
export interface Block {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: Record<string, unknown> | undefined;
  readonly isComment: boolean;
}

/** Reads the text of a stream, block by block. */
export async function* blocksOf(chunks: AsyncIterable<string | Uint8Array>): AsyncIterable<Block> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of chunks) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    yield* blocks.map(blockOf);
  }
}

function blockOf(block: string): Block {
  const lines = block.split('\n');
  const field = (name: string): string | undefined =>
    lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  const data = field('data');
  return {
    id: field('id'),
    event: field('event'),
    data: data === undefined ? undefined : (JSON.parse(data) as Record<string, unknown>),
    isComment: lines.some((line) => line.startsWith(':')),
  };
}

/** An open stream over real HTTP. */
export class EventReader {
  readonly blocks: Block[] = [];
  /** Settles when the stream has ended: whether by the server's word, or broken off. */
  readonly end: Promise<'ended' | 'broken'>;

  private constructor(
    readonly response: Response,
    private readonly leaving: AbortController,
  ) {
    this.end = this.readAll();
  }

  static async open(
    client: Client,
    query = '',
    headers: Readonly<Record<string, string>> = {},
  ): Promise<EventReader> {
    const leaving = new AbortController();
    const response = await fetch(`${client.url}/v1/events/stream${query}`, {
      headers: { authorization: `Bearer ${client.apiKey}`, ...headers },
      signal: leaving.signal,
    });
    return new EventReader(response, leaving);
  }

  /** The events that came, without what only keeps the connection. */
  get events(): readonly Record<string, unknown>[] {
    return this.blocks.flatMap(({ data }) => (data === undefined ? [] : [data]));
  }

  get positions(): number[] {
    return this.events.map(({ position }) => position as number);
  }

  /** Waits until so many events have come; fails after five seconds. */
  async until(count: number): Promise<readonly Record<string, unknown>[]> {
    for (let waited = 0; waited < 500; waited++) {
      if (this.events.length >= count) return this.events;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`${String(this.events.length)} events have come, and not ${String(count)}.`);
  }

  async leave(): Promise<void> {
    this.leaving.abort();
    await this.end;
  }

  private async readAll(): Promise<'ended' | 'broken'> {
    try {
      const body = this.response.body as unknown as AsyncIterable<Uint8Array>;
      for await (const block of blocksOf(body)) this.blocks.push(block);
      return 'ended';
    } catch {
      return 'broken';
    }
  }
}
