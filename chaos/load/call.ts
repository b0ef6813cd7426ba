import { createHash } from 'node:crypto';
import { minorUnits } from './money';
import type { Outcome } from './methods';

export type CallKind = 'quote' | 'deposit' | 'withdrawal' | 'transfer' | 'cancel';

/** What a client means to do: sent under one key until it is known what came of it. */
export interface Call {
  readonly key: string;
  readonly kind: CallKind;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** How the payment will end; null where there is none. */
  readonly ends: Outcome | null;
  /** A payment that waits is told by us how it ends. */
  readonly isSettledByUs: boolean;
  /** The key of the call whose flow it takes back; null when it takes back none. */
  readonly cancels: string | null;
}

export const paths: Readonly<Record<Exclude<CallKind, 'cancel'>, string>> = {
  quote: '/v1/quotes',
  deposit: '/v1/deposits',
  withdrawal: '/v1/withdrawals',
  transfer: '/v1/transfers',
};

/** What arrived, as it arrived. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly isReplay: boolean;
}

/** By how much an account's balance changes when the flow completes, in minor units. */
export interface Move {
  readonly accountId: string;
  readonly change: bigint;
}

/** What a definite answer says: kept small, since a night has a million of them. */
export interface Told {
  readonly status: number;
  /** Of the body, byte by byte. */
  readonly digest: string;
  readonly id: string | null;
  readonly paymentId: string | null;
  readonly moves: readonly Move[];
}

interface Amount {
  readonly amount: string;
  readonly currency: string;
}

/** A resource as a flow's answer and the lists show it. */
export interface FlowResource {
  readonly id: string;
  readonly object: string;
  readonly status: string;
  readonly accountId?: string;
  readonly fromAccountId?: string;
  readonly toAccountId?: string;
  readonly requested: Amount;
  readonly converted?: Amount | null;
  readonly debited?: Amount | null;
  readonly credited?: Amount | null;
  readonly payment?: { readonly id: string } | null;
  readonly failure?: { readonly code: string } | null;
  readonly quoteId?: string;
}

export const digestOf = (text: string): string =>
  createHash('sha256').update(text).digest('base64url');

export const isAccepted = ({ status }: Pick<Answer, 'status'>): boolean =>
  status === 200 || status === 201;

/** Answers that say what came of a call, and that every later one has to agree with. */
export const isDefinite = ({ status, text }: Answer): boolean =>
  isAccepted({ status }) || (status === 422 && !text.includes(NOT_FOR_GOOD));

/** What cannot be cancelled just now can be in a moment, when the provider turned it away. */
const NOT_FOR_GOOD = '"code":"payment-already-submitted"';

export function toldBy(answer: Answer): Told {
  const { status, text } = answer;
  const body = JSON.parse(text) as Partial<FlowResource> & { readonly flowId?: string };
  return {
    status,
    digest: digestOf(text),
    id: (isAccepted(answer) ? body.id : body.flowId) ?? null,
    paymentId: body.payment?.id ?? null,
    moves: isAccepted(answer) ? movesOf(body) : [],
  };
}

/** What the completed resource books; nothing where it is no flow. */
const booked: Readonly<Record<string, (flow: Partial<FlowResource>) => readonly Move[]>> = {
  deposit: ({ accountId, converted }) => moved(accountId, converted, 1n),
  withdrawal: ({ accountId, converted }) => moved(accountId, converted, -1n),
  transfer: ({ fromAccountId, toAccountId, debited, credited }) => [
    ...moved(fromAccountId, debited, -1n),
    ...moved(toAccountId, credited, 1n),
  ],
};

export const movesOf = (flow: Partial<FlowResource>): readonly Move[] =>
  booked[flow.object ?? '']?.(flow) ?? [];

const moved = (
  accountId: string | undefined,
  amount: Amount | null | undefined,
  sign: bigint,
): Move[] =>
  accountId === undefined || !amount
    ? []
    : [{ accountId, change: sign * minorUnits(amount.amount, amount.currency) }];
