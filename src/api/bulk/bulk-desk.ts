import { Injectable } from '@nestjs/common';
import { repliedIn } from '../../engine/order';
import type { Verdict } from '../../engine/together';
import { KnownCurrencies } from '../../http/known-currencies';
import { ProblemError } from '../../http/problems/problem';
import { Ids, type TenantId } from '../../kernel/ids';
import { Providers } from '../../providers/provider.port';
import { OrderDesk } from '../edge/order-desk';
import { readItem, replyOf, type ReadItem } from './bulk-items';
import type { Bulk } from './bulk.schemas';

/** What an item is answered. */
export interface Result {
  readonly key: string;
  readonly path: string;
  readonly verdict: Verdict;
}

type OrderedItem = Extract<ReadItem, { kind: 'order' }>;

const isOrder = (item: ReadItem): item is OrderedItem => item.kind === 'order';

/** Where the items of a bulk become orders of the engine: each alone, or all of them together. */
@Injectable()
export class BulkDesk {
  constructor(
    private readonly desk: OrderDesk,
    private readonly ids: Ids,
    private readonly providers: Providers,
    private readonly currencies: KnownCurrencies,
  ) {}

  /** A result for each item, in their order, when all is durable. */
  async carry(
    tenantId: TenantId,
    { atomic: isAtomic = false, items }: Bulk,
    dryRun: boolean,
  ): Promise<readonly Result[]> {
    const { ids, providers } = this;
    const isUsable = await this.currencies.usableBy(tenantId, codesIn(items));
    const call = { tenantId, causationId: ids.next('req'), dryRun, ids, providers, isUsable };
    const read = items.map((item, at) => readItem(item, at, call));
    const ordered = read.filter(isOrder);
    const isDoomed = isAtomic && ordered.length < read.length;
    const verdicts =
      isAtomic || dryRun
        ? await this.together(ordered, isAtomic, isDoomed)
        : await Promise.all(ordered.map((item) => this.alone(item)));
    const inTurn = verdicts.values();
    return read.map((item) => ({ ...item, verdict: verdictOn(item, inTurn) }));
  }

  private async together(
    items: readonly OrderedItem[],
    isAtomic: boolean,
    isDoomed: boolean,
  ): Promise<readonly Verdict[]> {
    const orders = items.map(({ order }) => order);
    return orders.length === 0 ? [] : this.desk.carryTogether(orders, { isAtomic, isDoomed });
  }

  /** A fault is the item's own: the others may be done. */
  private async alone({ order, path }: OrderedItem): Promise<Verdict> {
    try {
      return repliedIn(await this.desk.carry(order));
    } catch (thrown) {
      if (!(thrown instanceof ProblemError)) throw thrown;
      return { kind: 'replied', reply: replyOf(thrown, path), replayed: false };
    }
  }
}

/** What the items name as their currency: they are not read yet. */
const codesIn = (items: Bulk['items']): readonly string[] => [
  ...new Set(items.map(({ currency }) => String(currency))),
];

/** Those that became orders have their verdicts in turn. */
function verdictOn(item: ReadItem, inTurn: Iterator<Verdict, undefined>): Verdict {
  if (item.kind === 'unreadable') return { kind: 'replied', reply: item.reply, replayed: false };
  const { value } = inTurn.next();
  if (value === undefined) throw new Error('There are fewer verdicts than orders.');
  return value;
}
