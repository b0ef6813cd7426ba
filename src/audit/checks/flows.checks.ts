import { ConversionDoneEvent } from '../../flows/conversion/conversion.messages';
import { PaymentInitiatedEvent } from '../../flows/payment/payment.messages';
import { type FlowKind, isFlowKind } from '../../kernel/message';
import type { Chains } from '../chains';
import type { Check } from '../check';
import { endings, validations } from '../flow-events';
import { named, type LoggedEvent } from '../logged-event';

/** Why an event may not come after these; null when it may. */
const misplaced = (
  chains: Chains,
  kind: FlowKind,
  before: readonly string[],
  type: string,
): string | null => {
  if (before.length === 0) {
    return chains.firstOf(kind).has(type) ? null : `no ${kind} begins with it`;
  }
  if (!before.some((earlier) => chains.after(kind, earlier).has(type))) {
    return `nothing before it leads to it (${before.join(', ')})`;
  }
  if (before.includes(type) && !chains.mayRepeat(kind, type)) return 'it has happened before';
  if (validations.has(type) && !before.includes(ConversionDoneEvent.type)) {
    return 'nothing was converted before';
  }
  if (type === PaymentInitiatedEvent.type && !before.some((earlier) => validations.has(earlier))) {
    return 'nothing was validated before';
  }
  return null;
};

export const flowsFollowTheirChain: Check = {
  name: 'flows-follow-their-chain',
  proves:
    'Every flow is a path of its published chain: converted before validated, validated before paid.',
  watch: (tally, { chains }) => {
    const paths = new Map<string, readonly string[]>();
    return {
      stored: (event) => {
        const { type, stream } = event;
        if (!isFlowKind(stream.kind)) return;
        const before = paths.get(stream.id) ?? [];
        const why = misplaced(chains, stream.kind, before, type);
        tally.expect(
          why === null,
          () => `${named(event)} has no place in ${stream.id}: ${String(why)}.`,
        );
        paths.set(stream.id, [...before, type]);
      },
    };
  },
};

export const everyFlowEndsOnce: Check = {
  name: 'every-flow-ends-once',
  proves:
    'A flow that has ended has one terminal event, its last; a pending one has none; its status says so.',
  watch: (tally) => {
    /** By flow: the event that ended it, or null. */
    const ends = new Map<string, string | null>();
    return {
      stored: (event) => {
        const { id, kind } = event.stream;
        if (!isFlowKind(kind)) return;
        const end = ends.get(id) ?? null;
        if (end !== null) tally.violated(`${named(event)} comes after ${id} ended by ${end}.`);
        ends.set(id, endings.has(event.type) ? event.type : end);
      },
      flow: ({ state, filed }) => {
        const end = ends.get(state.id);
        const status = endings.get(end ?? '') ?? 'pending';
        tally.expect(
          state.status === status && filed.status === status,
          () =>
            `Flow ${state.id} is shown as ${state.status} and listed as ${filed.status}; its events (${end ?? 'none has ended it'}) say ${status}.`,
        );
      },
    };
  },
};

const paymentOf = ({ data }: LoggedEvent): string | undefined =>
  (data as { readonly paymentId?: string }).paymentId;

export const onePaymentForAFlow: Check = {
  name: 'one-payment-for-a-flow',
  proves: 'A flow orders at most one payment, and no two flows share one.',
  watch: (tally) => {
    const paymentOfFlow = new Map<string, string>();
    const payments = new Set<string>();
    return {
      event: (event) => {
        const flow = event.stream.id;
        if (!event.type.startsWith('payment.') || !isFlowKind(event.stream.kind)) return;
        const payment = paymentOf(event) ?? 'no payment';
        if (event.type !== PaymentInitiatedEvent.type) {
          tally.expect(
            paymentOfFlow.get(flow) === payment,
            () =>
              `${named(event)} speaks of ${payment}; the payment of ${flow} is ${paymentOfFlow.get(flow) ?? 'not there'}.`,
          );
          return;
        }
        tally.expect(
          !paymentOfFlow.has(flow) && !payments.has(payment),
          () =>
            `${named(event)} orders ${payment} for ${flow}: a second payment, or one of another flow.`,
        );
        paymentOfFlow.set(flow, payment);
        payments.add(payment);
      },
    };
  },
};
