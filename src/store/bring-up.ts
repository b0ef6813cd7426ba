import { openStore } from './open-store';
import { grantTo } from './postgres/grants';

export interface BringUp {
  /** A `DATABASE_URL`: on PostgreSQL, that of the role which owns the tables. */
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** On PostgreSQL: the role that serves, which is given the rights that it needs. */
  readonly serverRole?: string | undefined;
}

/** Brings the schema up to this build's without serving; once more does no harm. */
export const bringUp = async ({ url, now, serverRole }: BringUp): Promise<void> => {
  const store = await openStore({ url, now });
  await store.close();
  if (serverRole !== undefined) await grantTo(serverRole, url);
};
