import type { IncomingHttpHeaders } from 'node:http';

const JSON_IN_UTF8 =
  /^application\/json[ \t]*(?:;[ \t]*charset=(?:utf-8|"utf-8")[ \t]*)?;?[ \t]*$/i;

/** True for `application/json` in UTF-8, said or not, and not compressed. */
export const isJsonInUtf8 = (headers: IncomingHttpHeaders): boolean =>
  JSON_IN_UTF8.test(headers['content-type'] ?? '') &&
  (headers['content-encoding'] ?? 'identity').toLowerCase() === 'identity';
