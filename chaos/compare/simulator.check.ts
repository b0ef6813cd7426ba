import { endOf, type Entry } from '../load/journal';
import { minorUnits } from '../load/money';
import { differences, type Check } from './check';

/** A line of the simulator's own books. */
interface Payment {
  readonly key: string;
  readonly direction: 'in' | 'out';
  readonly amount: string;
  readonly currency: string;
  readonly status: string;
}

interface Page {
  readonly data: readonly Payment[];
  readonly nextCursor: string | null;
}

async function* paymentsAt(url: string): AsyncGenerator<Payment> {
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: '100', ...(cursor !== null && { cursor }) });
    const response = await fetch(`${url}/payments?${query.toString()}`);
    const page = (await response.json()) as Page;
    yield* page.data;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

const NEVER_MADE = 'never made';

/** What the simulator should have made of a call: a charge or a payout, a refusal, or nothing at all. */
const made = (entry: Entry): string => {
  const { kind, body } = entry.call;
  const end = endOf(entry);
  if (end === 'cancelled') return NEVER_MADE;
  if (end === 'failed') return end;
  const currency = body['currency'] as string;
  const direction = kind === 'deposit' ? 'in' : 'out';
  return `${direction} ${String(minorUnits(body['amount'] as string, currency))} ${currency}`;
};

const madeBy = ({ direction, amount, currency, status }: Payment): string =>
  status === 'succeeded'
    ? `${direction} ${String(minorUnits(amount, currency))} ${currency}`
    : status === 'not-made'
      ? NEVER_MADE
      : status;

/** Two truths that know nothing of each other: each completed payment is one charge, no other is. */
export const simulatorAgrees: Check = async ({ system, journal }) => {
  if (system.simulator === undefined) {
    return [
      {
        name: "the simulator's own record",
        figures: 'NOT COMPARED: the simulator ran inside the servers',
        differences: [],
      },
    ];
  }
  const expected = new Map(
    [...journal.entries.values()]
      .filter(({ told }) => told?.status === 201 && told.paymentId !== null)
      .map((entry) => [entry.told!.paymentId!, made(entry)]),
  );
  const found = new Map<string, string>();
  const twice: string[] = [];
  for await (const payment of paymentsAt(system.simulator.url)) {
    if (found.has(payment.key)) twice.push(`${payment.key} stands in its record twice`);
    found.set(payment.key, madeBy(payment));
  }
  // What was cancelled before it was sent at all stands in no record.
  for (const [id, end] of expected) if (end === NEVER_MADE && !found.has(id)) found.set(id, end);
  const never = [...found.values()].filter((each) => each === NEVER_MADE).length;
  const charges = [...found.values()].filter((each) => /^(in|out) /.test(each)).length;
  return [
    {
      name: "the simulator's own record: one charge for each completed payment, none besides",
      figures: `${String(expected.size)} payments told, ${String(charges)} made, ${String(never)} cancelled and never made`,
      differences: [...twice, ...differences('payment', expected, found)],
    },
  ];
};
