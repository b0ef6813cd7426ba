import { Injectable } from '@nestjs/common';
import { Cursors, type ListOf } from '../../http/cursors';
import type { PageAsked, PageOf } from '../../store/store.port';

/** A page as it is asked for in a query. */
export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Every list of the API. */
export interface ListAnswer<View> {
  readonly data: readonly View[];
  /** Sent back as `cursor` it brings the next page; null: there is none. */
  readonly nextCursor: string | null;
}

/** Turns pages of the store into lists with opaque cursors. */
@Injectable()
export class Lists {
  constructor(private readonly cursors: Cursors) {}

  /** Throws `invalid-cursor` for a cursor that was not given out for this very list. */
  async page<T, View>(
    where: ListOf,
    { limit, cursor }: PageQuery,
    read: (page: PageAsked) => Promise<PageOf<T>>,
    viewOf: (item: T) => View,
  ): Promise<ListAnswer<View>> {
    const { items, next } = await read({ limit, after: this.cursors.read(where, cursor) });
    return { data: items.map(viewOf), nextCursor: this.cursors.write(where, next) };
  }

  /**
   * A page of a list that is at hand as a whole. `keyOf` is what it is sorted by; no two items
   * share a key.
   */
  ofAll<View>(
    where: ListOf,
    { limit, cursor }: PageQuery,
    all: readonly View[],
    keyOf: (item: View) => string,
  ): ListAnswer<View> {
    const after = this.cursors.read(where, cursor);
    const left = after === null ? all : all.filter((item) => keyOf(item) > after);
    const data = left.slice(0, limit);
    const last = data.at(-1);
    const next = last !== undefined && data.length < left.length ? keyOf(last) : null;
    return { data, nextCursor: this.cursors.write(where, next) };
  }
}

/** Names a list with the filters that are set, so that a cursor serves no other one. */
export const listNamed = (name: string, filters: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify([name, Object.entries(filters).filter(([, value]) => value !== undefined)]);
