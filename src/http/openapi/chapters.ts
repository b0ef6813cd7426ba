/** The chapters of the document, in the order in which they are read. */
export const chapters = {
  Accounts: 'Customers’ accounts: each in one currency, with limits and an overdraft.',
  Deposits: 'Money in: from a means of payment to an account.',
  Withdrawals: 'Money out: from an account to a means of payment.',
  Transfers: 'Money from one account to another, in up to three currencies.',
  Bulk: 'Many deposits, withdrawals and transfers in one call.',
  Events: 'The log of everything that happened, and the chains of events that there are.',
  Rates: 'Currencies, and what they are worth in each other.',
  Quotes: 'Rates that are kept for one flow: 300 seconds long.',
  Ledger: 'Your books: double entry, in every currency.',
  Providers: 'Payment providers, and what they say.',
  'Dead letters': 'Messages that could not be carried, and were kept whole.',
  'Keys and settings': 'Who may call, and how your amounts are converted.',
  Operations: 'For whoever runs the server.',
  Problems: 'The pages that the `type` of a problem leads to.',
} as const satisfies Readonly<Record<string, string>>;

export type ChapterName = keyof typeof chapters;

const names = Object.keys(chapters);

export const placeOf = (name: ChapterName): number => names.indexOf(name);
