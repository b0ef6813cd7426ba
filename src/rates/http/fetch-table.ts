import { boundedBytes } from '../../kernel/bounded-bytes';
import { readEcb } from './ecb.reader';
import { readJson } from './json.reader';
import { refused, type TableRead } from './rate-table';

/** The ECB's document has 2 KiB; nobody's has more than this. */
const LARGEST = 256 * 1_024;

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
    const bytes = await boundedBytes(response.body, LARGEST);
    if (bytes === undefined) return refused('The answer is too large.');
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
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
