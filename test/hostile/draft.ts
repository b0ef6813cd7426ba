/** A request on its way to being spoilt. */
export interface Draft {
  readonly method: string;
  /** With its query. */
  readonly target: string;
  readonly version: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer | undefined;
  /** How the bytes go over the wire. */
  readonly sending: Sending;
}

export type Sending =
  | { readonly kind: 'whole' }
  /** In pieces of at most so many bytes. */
  | { readonly kind: 'chunked'; readonly size: number }
  /** So many bytes less than there are, and the end. */
  | { readonly kind: 'truncated'; readonly less: number }
  /** Several writes, with a pause between them. */
  | { readonly kind: 'halting'; readonly pieces: number };

export const withHeader = (draft: Draft, name: string, value: string): Draft => ({
  ...draft,
  headers: [...draft.headers.filter(([known]) => known.toLowerCase() !== name), [name, value]],
});

const lengthOf = ({ body, sending }: Draft): readonly (readonly [string, string])[] => {
  if (body === undefined) return [];
  return sending.kind === 'chunked'
    ? [['Transfer-Encoding', 'chunked']]
    : [['Content-Length', String(body.length)]];
};

/** The request as it goes over the wire; how long its body is, it says as it should. */
export function bytesOf(draft: Draft): Buffer {
  const { method, target, version, headers, body, sending } = draft;
  const head = [
    `${method} ${target} ${version}`,
    ...[...headers, ...lengthOf(draft)].map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');
  const sent =
    sending.kind === 'chunked' && body ? chunksOf(body, sending.size) : (body ?? Buffer.alloc(0));
  // As latin1: a header may hold any byte.
  const whole = Buffer.concat([Buffer.from(head, 'latin1'), sent]);
  return sending.kind === 'truncated'
    ? whole.subarray(0, Math.max(1, whole.length - sending.less))
    : whole;
}

function chunksOf(body: Buffer, size: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; at += size) {
    const part = body.subarray(at, at + size);
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}
