import {
  ConversionDoneEvent,
  type ConversionResult,
} from '../../flows/conversion/conversion.messages';
import { DepositValidatedEvent } from '../../flows/deposit/deposit.messages';
import { TransferValidatedEvent } from '../../flows/transfer/transfer.messages';
import { WithdrawValidatedEvent } from '../../flows/withdraw/withdraw.messages';
import type { QuoteId } from '../../kernel/ids';
import { addExactly, subtractExactly } from '../../money';
import { QuoteCreatedEvent } from '../../rates/quotes.messages';
import type { FxTotal } from '../../store/records';
import type { Check } from '../check';
import { endings } from '../flow-events';
import { named, reading, when, type LoggedEvent } from '../logged-event';

type Kept = Pick<FxTotal, 'remainder' | 'spread'>;
const NOTHING: Kept = { remainder: '0', spread: '0' };

export const fxTotalsEqualJournal: Check = {
  name: 'fx-totals-equal-journal',
  proves:
    'What rounding and spread have left with the tenant is, to the last digit, what the conversions of its entries say.',
  watch: (tally, { tenantId }) => {
    const due = new Map<string, Kept>();
    return {
      entry: ({ head }) => {
        for (const { currency, side, remainder, spread } of head?.conversions ?? []) {
          const before = due.get(currency) ?? NOTHING;
          const count = side === 'debit' ? subtractExactly : addExactly;
          due.set(currency, {
            remainder: count(before.remainder, remainder),
            spread: addExactly(before.spread, spread),
          });
        }
      },
      fxTotal: ({ currency, remainder, spread }) => {
        const expected = due.get(currency) ?? NOTHING;
        due.delete(currency);
        tally.expect(
          remainder === expected.remainder && spread === expected.spread,
          () =>
            `In ${currency} a remainder of ${remainder} and a spread of ${spread} are stored; the entries come to ${expected.remainder} and ${expected.spread}.`,
        );
      },
      end: () => {
        for (const currency of due.keys()) {
          tally.violated(`What ${tenantId} has kept of conversions into ${currency} is missing.`);
        }
      },
    };
  },
};

export const quotesAreHonoured: Check = {
  name: 'quotes-are-honoured',
  proves:
    'A quote serves one flow at most, before it expires, for its own amount, and at its own rate.',
  watch: (tally) => {
    const quotes = new Map<string, { readonly made: LoggedEvent; servedBy: string | null }>();
    const conversions = new Map<string, ConversionResult>();
    const serve = ({ quoteId }: { readonly quoteId: QuoteId | null }, event: LoggedEvent): void => {
      if (quoteId === null) return;
      const wrong = wrongWith(quoteId, event);
      tally.expect(wrong === null, () => `${named(event)} of ${event.stream.id} ${String(wrong)}.`);
    };
    const wrongWith = (quoteId: QuoteId, event: LoggedEvent): string | null => {
      const quote = quotes.get(quoteId);
      if (quote === undefined) return `names ${quoteId}, which was never made`;
      if (quote.servedBy !== null) return `uses ${quoteId} again after ${quote.servedBy}`;
      quote.servedBy = event.stream.id;
      const promised = quote.made.data as QuoteCreatedEvent['data'];
      if (event.occurredAt >= promised.expiresAt) return `uses ${quoteId} after it expired`;
      const conversion = conversions.get(event.stream.id);
      const { from } = promised;
      if (conversion?.from.amount !== from.amount || conversion.from.currency !== from.currency) {
        return `uses ${quoteId}, which is for ${from.amount} ${from.currency}`;
      }
      const quoted = conversion.results.filter(({ amount }) => amount.currency === promised.to);
      return quoted.length > 0 && quoted.every(({ mid }) => mid === promised.rate.value)
        ? null
        : `does not convert at the ${promised.rate.value} of ${quoteId}`;
    };
    const read = reading(
      when(QuoteCreatedEvent, ({ quoteId }, made) => {
        quotes.set(quoteId, { made, servedBy: null });
        tally.expect(true, () => '');
      }),
      when(ConversionDoneEvent, (result, event) => {
        conversions.set(event.stream.id, result);
      }),
      when(DepositValidatedEvent, serve),
      when(WithdrawValidatedEvent, serve),
      when(TransferValidatedEvent, serve),
    );
    return {
      event: (event) => {
        read(event);
        if (endings.has(event.type)) conversions.delete(event.stream.id);
      },
    };
  },
};
