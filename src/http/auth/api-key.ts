import { hash, randomBytes } from 'node:crypto';

/** A new key: `cbk_` and 32 random bytes. It is shown once; what is stored is its hash. */
export const newApiKey = (): string => `cbk_${randomBytes(32).toString('base64url')}`;

/** SHA-256 in lower-case hex. A key has 256 random bits, so a slow hash would protect nothing more. */
export const hashOfApiKey = (key: string): string => hash('sha256', key);

const BEARER = /^Bearer +([\x21-\x7e]{1,255})$/i;

/** The key in an `Authorization` header, or undefined when there is none that could be one. */
export const bearerKey = (authorization: string | undefined): string | undefined =>
  authorization === undefined ? undefined : BEARER.exec(authorization)?.[1];
