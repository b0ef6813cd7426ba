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
  const refused = told.filter(({ reply }) => reply.status >= 400).length;
  const texts = told.map(textOf).join(',');
  return Buffer.from(`{"atomic":${String(isAtomic)},"refused":${refused},"results":[${texts}]}`);
}

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
