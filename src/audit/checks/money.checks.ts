import {
  ConversionDoneEvent,
  type ConversionResult,
  type Converted,
} from '../../flows/conversion/conversion.messages';
import { DepositCompletedEvent, DepositRequestedEvent } from '../../flows/deposit/deposit.messages';
import { PaymentInitiatedEvent } from '../../flows/payment/payment.messages';
import {
  TransferCompletedEvent,
  TransferRequestedEvent,
} from '../../flows/transfer/transfer.messages';
import {
  WithdrawCompletedEvent,
  WithdrawRequestedEvent,
} from '../../flows/withdraw/withdraw.messages';
import type { Money } from '../../money';
import type { StoredEntry } from '../../store/records';
import type { Check } from '../check';
import { endings } from '../flow-events';
import { named, reading, when, type LoggedEvent } from '../logged-event';
import { minorOf, signed, Sums } from '../sums';
import { wrongIn } from './exact';

export const conversionsAreExact: Check = {
  name: 'conversions-are-exact',
  proves:
    'Every conversion stores the whole product, the amount that the named rounding makes of it, and what is left.',
  watch: (tally) => ({
    event: reading(
      when(ConversionDoneEvent, ({ from, results }, event) => {
        for (const result of results) {
          const wrong = wrongIn(from, result);
          tally.expect(
            wrong === null,
            () => `${named(event)} of ${event.stream.id}: ${String(wrong)}.`,
          );
        }
      }),
    ),
  }),
};

/** What a flow's amounts are, once and for all. */
interface Frozen {
  readonly requested: Money;
  /** The currencies that the results must be in: those of its accounts. */
  readonly currencies: readonly string[];
  results: readonly Converted[];
}

type Amounts = Readonly<Record<string, Money | undefined>>;

const text = ({ amount, currency }: Money): string => `${amount} ${currency}`;

/** The fields in which later events repeat an amount, and which one it is. */
const repeated: Readonly<Record<string, (frozen: Frozen) => Money | undefined>> = {
  requested: ({ requested }) => requested,
  from: ({ requested }) => requested,
  converted: ({ results }) => results[0]?.amount,
  debited: ({ results }) => results[0]?.amount,
  credited: ({ results }) => results[1]?.amount,
};

/** The first field in which an event says another amount than was frozen. */
const differing = (frozen: Frozen, event: LoggedEvent): string | null => {
  const data = event.data as Amounts;
  const fields = Object.keys(repeated).flatMap((field) => {
    const [said, due] = [data[field], repeated[field]?.(frozen)];
    return said === undefined || (due && text(said) === text(due))
      ? []
      : [`${field} is ${text(said)} and not ${due ? text(due) : 'known'}`];
  });
  if (event.type === PaymentInitiatedEvent.type && data['amount']) {
    const amount = data['amount'];
    if (text(amount) !== text(frozen.requested)) {
      fields.push(`amount is ${text(amount)} and not ${text(frozen.requested)}`);
    }
  }
  return fields[0] ?? null;
};

export const amountsStayFrozen: Check = {
  name: 'amounts-stay-frozen',
  proves:
    "A flow's amounts are those of its request and its one conversion, in its accounts' currencies, in every later event.",
  watch: (tally) => {
    const flows = new Map<string, Frozen>();
    const begin = (event: LoggedEvent, requested: Money, ...currencies: string[]): void => {
      flows.set(event.stream.id, { requested, currencies, results: [] });
    };
    const freeze = (frozen: Frozen, { results }: ConversionResult, event: LoggedEvent): void => {
      frozen.results = results;
      const got = results.map(({ amount }) => amount.currency).join(', ');
      const due = frozen.currencies.join(', ');
      tally.expect(
        got === due,
        () => `${named(event)} of ${event.stream.id} converts into ${got} and not ${due}.`,
      );
    };
    const first = reading(
      when(DepositRequestedEvent, ({ requested, accountCurrency }, event) =>
        begin(event, requested, accountCurrency),
      ),
      when(WithdrawRequestedEvent, ({ requested, accountCurrency }, event) =>
        begin(event, requested, accountCurrency),
      ),
      when(TransferRequestedEvent, ({ requested, fromCurrency, toCurrency }, event) =>
        begin(event, requested, fromCurrency, toCurrency),
      ),
    );
    return {
      event: (event) => {
        first(event);
        const frozen = flows.get(event.stream.id);
        if (frozen === undefined) return;
        if (event.type === ConversionDoneEvent.type) {
          freeze(frozen, event.data as ConversionResult, event);
        }
        const wrong = differing(frozen, event);
        tally.expect(
          wrong === null,
          () => `${named(event)} of ${event.stream.id}: ${String(wrong)}.`,
        );
        if (endings.has(event.type)) flows.delete(event.stream.id);
      },
    };
  },
};

type NetMove = readonly [debit: string, credit: string, amount: Money];

/** What moves come to, by account and currency, in one text that equal nets have in common. */
const netsOfMoves = (moves: readonly NetMove[]): string => {
  const sums = new Sums();
  for (const [debit, credit, amount] of moves) {
    sums.add(`${debit} ${amount.currency}`, -minorOf(amount));
    sums.add(`${credit} ${amount.currency}`, minorOf(amount));
  }
  return netsText(sums);
};

const netsOfEntry = ({ legs }: StoredEntry): string => {
  const sums = new Sums();
  for (const leg of legs) sums.add(`${leg.account} ${leg.currency}`, signed(leg.side, leg.minor));
  return netsText(sums);
};

const netsText = (sums: Sums): string =>
  [...sums.entries()]
    .filter(([, sum]) => sum !== 0n)
    .map(([key, sum]) => `${key} ${sum > 0n ? '+' : ''}${String(sum)}`)
    .sort()
    .join(', ');

export const endedFlowsHaveExactlyTheirPostings: Check = {
  name: 'ended-flows-have-exactly-their-postings',
  proves:
    'A completed flow has posted its one entry and nothing else; a pending, failed or rejected one has posted nothing.',
  watch: (tally) => {
    /** What completed flows must post, until it is seen. */
    const due = new Map<string, string>();
    const complete = (event: LoggedEvent, ...moves: readonly NetMove[]): void => {
      due.set(event.stream.id, netsOfMoves(moves));
    };
    return {
      event: reading(
        when(DepositCompletedEvent, ({ accountId, provider, requested, converted }, event) =>
          complete(event, [`clearing:${provider}`, 'fx', requested], ['fx', accountId, converted]),
        ),
        when(WithdrawCompletedEvent, ({ accountId, provider, requested, converted }, event) =>
          complete(event, [accountId, 'fx', converted], ['fx', `clearing:${provider}`, requested]),
        ),
        when(TransferCompletedEvent, ({ fromAccountId, toAccountId, debited, credited }, event) =>
          complete(event, [fromAccountId, 'fx', debited], ['fx', toAccountId, credited]),
        ),
      ),
      entry: (entry) => {
        const { head } = entry;
        if (head === null) return;
        const expected = due.get(head.flowId);
        const posted = netsOfEntry(entry);
        tally.expect(
          expected === posted,
          () =>
            `Entry ${head.id} of ${head.flowId} posts ${posted || 'nothing'} in minor units; ${expected === undefined ? 'the flow has nothing to post, or has posted it before' : `the flow comes to ${expected}`}.`,
        );
        due.delete(head.flowId);
      },
      end: () => {
        for (const [flow, expected] of due) {
          tally.violated(`Flow ${flow} is completed and has no entry of ${expected} minor units.`);
        }
      },
    };
  },
};
