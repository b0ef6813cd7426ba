import { AddCurrencyCommand, CurrencyAddedEvent } from '../../tenancy/tenancy.messages';
import { created, leftBehind, ok, repliesTo, type ReplyRow } from '../edge/reply-row';
import { currencyOf, currencyView } from './currency.view';

const pathOf = (code: string): string => `/v1/currencies/${code}`;

export const currencyReplies: readonly ReplyRow[] = [
  repliesTo(
    AddCurrencyCommand,
    ({ code }) => pathOf(code),
    ({ code }, { order, events, world }) => {
      const own = world.tenant(order.tenantId)?.currencies ?? [];
      const view = currencyView(leftBehind(currencyOf(own, code), 'currency'));
      return events.some(({ type }) => type === CurrencyAddedEvent.type)
        ? created(view, pathOf(code))
        : ok(view);
    },
  ),
];
