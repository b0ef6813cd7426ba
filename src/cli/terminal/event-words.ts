import type { Refused } from '../../kernel/rules';
import type { Money } from '../../money';
import type { Rate } from '../../rates/rate';

interface ShownConversion {
  readonly side: string;
  readonly amount: Money;
  readonly rate: Rate;
}

/** The fields of an event that say something to people; each event has a few of them. */
interface Telling {
  readonly refusal: Refused;
  readonly failure: { readonly code: string; readonly detail: string };
  readonly detail: string;
  readonly reason: string;
  readonly results: readonly ShownConversion[];
  readonly targets: readonly { readonly currency: string }[];
  readonly from: Money;
  readonly direction: 'in' | 'out';
  readonly amount: Money;
  readonly method: string;
  readonly debited: Money;
  readonly credited: Money;
  readonly converted: Money;
  readonly requested: Money;
  readonly providerReference: string | null;
}

type Data = Partial<Telling>;

/** An amount as people read it, as `100.00 USD`. */
export const inWords = ({ amount, currency }: Money): string => `${amount} ${currency}`;

const refusalInWords = ({
  code,
  detail,
  required,
  available,
  currency = '',
  limit,
}: Refused): string[] => [
  code,
  detail,
  ...(required === undefined || available === undefined
    ? []
    : [
        `required ${required} ${currency}, available ${available} ${currency}` +
          (limit === undefined ? '' : ` (limit ${limit})`),
      ]),
];

const conversionInWords = ({ side, amount, rate }: ShownConversion): string =>
  `${side} of ${inWords(amount)} at ${rate.value} (${rate.source}${rate.via === undefined ? '' : ` over ${rate.via}`})`;

const currenciesOf = (targets: Telling['targets']): string =>
  [...new Set(targets.map(({ currency }) => currency))].join(' and ');

interface Row {
  readonly needs: readonly (keyof Telling)[];
  /** The first line stands beside the event, the others under it. */
  readonly says: (data: Telling) => readonly string[];
}

/** The first row of which everything is there speaks for the event. */
const rows: readonly Row[] = [
  { needs: ['refusal'], says: ({ refusal }) => refusalInWords(refusal) },
  { needs: ['failure'], says: ({ failure }) => [failure.code, failure.detail] },
  { needs: ['detail'], says: ({ detail }) => [detail] },
  { needs: ['reason'], says: ({ reason }) => [reason] },
  { needs: ['results'], says: ({ results }) => results.map(conversionInWords) },
  {
    needs: ['targets', 'from'],
    says: ({ targets, from }) => [`${inWords(from)} into ${currenciesOf(targets)}`],
  },
  {
    needs: ['direction', 'amount', 'method'],
    says: ({ direction, amount, method }) => [
      `${inWords(amount)} ${direction === 'in' ? 'from' : 'to'} ${method}`,
    ],
  },
  {
    needs: ['debited', 'credited'],
    says: ({ debited, credited }) => [`${inWords(debited)} give ${inWords(credited)}`],
  },
  { needs: ['converted'], says: ({ converted }) => [inWords(converted)] },
  { needs: ['requested'], says: ({ requested }) => [inWords(requested)] },
  {
    needs: ['providerReference'],
    says: ({ providerReference }) => (providerReference === null ? [] : [providerReference]),
  },
];

/** What an event says beside its name; an event that nobody has words for says nothing. */
export function eventInWords(data: Readonly<Record<string, unknown>>): readonly string[] {
  const row = rows.find(({ needs }) => needs.every((field) => data[field] !== undefined));
  return row?.says(data as Data as Telling) ?? [];
}

/** What moves a promise of money; what is posted is shown as postings. */
const promises: Readonly<Record<string, string>> = {
  hold: 'held until the payment has ended',
  release: 'no longer held',
};

/** What an event does to the account's hold, with the amount that its data names. */
export function holdInWords(
  effects: readonly { readonly kind: string }[],
  data: Readonly<Record<string, unknown>>,
): readonly string[] {
  const { converted } = data as Data;
  return effects.flatMap(({ kind }) => {
    const words = promises[kind];
    return words === undefined || converted === undefined ? [] : [`${inWords(converted)} ${words}`];
  });
}
