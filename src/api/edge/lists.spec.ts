import { Cursors } from '../../http/cursors';
import { ids } from '../../store/store.fixture';
import { listNamed, Lists } from './lists';

const lists = new Lists(new Cursors(Buffer.alloc(32, 1)));
const tenantId = ids.next('ten');
const letters = { tenantId, list: listNamed('letters') };
const page = (limit: number, cursor?: string | null) =>
  lists.ofAll(letters, { limit, cursor: cursor ?? undefined }, ['a', 'b', 'c'], (item) => item);

it('walks through a list that is at hand page by page, and ends without a cursor', () => {
  const first = page(2);
  expect(first.data).toEqual(['a', 'b']);
  expect(page(2, first.nextCursor)).toEqual({ data: ['c'], nextCursor: null });
  expect(page(3).nextCursor).toBeNull();
});

it('asks the store for what comes after the cursor, and shows what it finds', async () => {
  const asked: unknown[] = [];
  const read = (next: string | null) => async (wanted: object) => {
    asked.push(wanted);
    return { items: [1, 2], next };
  };
  const viewOf = (item: number) => ({ item });

  const first = await lists.page(letters, { limit: 2 }, read('after-2'), viewOf);
  const cursor = first.nextCursor ?? undefined;
  const second = await lists.page(letters, { limit: 2, cursor }, read(null), viewOf);

  expect(first.data).toEqual([{ item: 1 }, { item: 2 }]);
  expect(second.nextCursor).toBeNull();
  expect(asked).toEqual([
    { limit: 2, after: null },
    { limit: 2, after: 'after-2' },
  ]);
});

it('takes no cursor from another list, from other filters, or from another tenant', () => {
  const { nextCursor } = page(1);
  const elsewhere = (where: object) => () =>
    lists.ofAll(
      { ...letters, ...where },
      { limit: 20, cursor: nextCursor ?? '' },
      ['a'],
      (item) => item,
    );

  expect(elsewhere({ list: listNamed('numbers') })).toThrow('invalid-cursor');
  expect(elsewhere({ list: listNamed('letters', { status: 'open' }) })).toThrow('invalid-cursor');
  expect(elsewhere({ tenantId: ids.next('ten') })).toThrow('invalid-cursor');
});

it('names a list by the filters that are set', () => {
  expect(listNamed('letters', { status: undefined })).toBe(listNamed('letters'));
  expect(listNamed('letters', { a: 'b' })).not.toBe(listNamed('letters', { b: 'a' }));
});
