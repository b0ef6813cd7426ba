import { readEcb } from './ecb.reader';
import { readJson } from './json.reader';
import { refused, type TableRead } from './rate-table';

/** The ECB's document has 2 KiB; nobody's has more than this. */
const LARGEST = 256 * 1_024;

/** The body as text, or undefined when it is too large; what is too much is not read. */
async function boundedText(body: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > LARGEST) return undefined;
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}

/**
 * Asks a source of rates once. Whatever it answers, this ends: by then at the latest when the
 * signal says so. Neither the URL (there may be a key in it) nor the answer is in the reason.
 */
export async function fetchTable(url: string, signal: AbortSignal): Promise<TableRead> {
  try {
    const response = await fetch(url, {
      signal,
      headers: { accept: 'application/xml, text/xml, application/json' },
    });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      return refused(`The source answered ${String(response.status)}.`);
    }
    const text = await boundedText(response.body);
    if (text === undefined) return refused('The answer is too large.');
    return /^\uFEFF?\s*</.test(text) ? readEcb(text) : readJson(text);
  } catch (fault) {
    return refused(signal.aborted ? 'The answer took too long.' : nameOf(fault));
  }
}

/** `ECONNREFUSED` and the like: enough to know where to look. */
function nameOf(fault: unknown): string {
  if (!(fault instanceof Error)) return 'The source cannot be asked.';
  const { code } = (fault.cause ?? fault) as { readonly code?: unknown };
  return typeof code === 'string'
    ? `The source cannot be asked: ${code}.`
    : 'The source cannot be asked, or its answer is not UTF-8.';
}
