import type { Reply } from '../../engine/order';
import { ProblemError } from '../../http/problems/problem';
import type { Result } from './bulk-desk';
import { replyOf } from './bulk-items';

/**
 * The answer to a bulk, as JSON. The body of each item stands in it byte for byte as it is kept
 * under its key, without being read and written again.
 */
export function answerOf(isAtomic: boolean, results: readonly Result[]): Buffer {
  const told = results.map(toldOf);
  const unknown = told.filter(isUnknown).length;
  const refused = told.filter(({ reply }) => reply.status >= 400).length - unknown;
  const counts = `"refused":${refused},"unknown":${unknown}`;
  const texts = told.map(textOf).join(',');
  return Buffer.from(`{"atomic":${String(isAtomic)},${counts},"results":[${texts}]}`);
}

/** After a 5xx it may be done, now or later: whoever pays it under another key may pay it twice. */
const isUnknown = ({ reply }: Told): boolean => reply.status >= 500;

interface Told {
  readonly key: string;
  readonly reply: Reply;
  readonly replayed: boolean;
}

const toldOf = ({ key, path, verdict }: Result): Told =>
  verdict.kind === 'replied'
    ? { key, ...verdict }
    : { key, reply: replyOf(new ProblemError('not-done'), path), replayed: false };

const textOf = ({ key, reply: { status, body, location }, replayed }: Told): string =>
  `{"idempotencyKey":${JSON.stringify(key)},"status":${status},"replayed":${String(replayed)},` +
  `"location":${JSON.stringify(location)},"body":${body}}`;
