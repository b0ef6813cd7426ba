import type { AnomalyEffect } from '../../providers/anomaly';
import type { LedgerEffect } from '../../ledger/ledger.effects';
import type { QuoteEffect } from '../../rates/quotes.effects';
import type { Tagged } from '../../kernel/outcome';
import type { TaskEffect } from '../../kernel/task';
import { code } from './markdown';

type Told = LedgerEffect | AnomalyEffect | TaskEffect | Extract<QuoteEffect, { kind: 'use-quote' }>;

/** `{converted}` is the event's own `converted`. */
const own = (text: unknown): string => code(String(text).replace(/^\{(.*)\}$/, '$1'));

/** What each effect does, in words; the values of the event stand by their names. */
const words: { readonly [K in Told['kind']]: (effect: Extract<Told, { kind: K }>) => string } = {
  post: ({ entry }) =>
    `posts one entry: ${entry.moves
      .map(
        (each) => `debit ${own(each.debit)}, credit ${own(each.credit)} with ${own(each.amount)}`,
      )
      .join('; ')}`,
  hold: ({ accountId, amount }) => `holds ${own(amount)} on ${own(accountId)}`,
  release: ({ accountId, amount }) => `takes the hold of ${own(amount)} off ${own(accountId)}`,
  'reserve-usage': ({ accountId, amount, day }) =>
    `counts ${own(amount)} against the daily limit of ${own(accountId)} on ${own(day)}`,
  'return-usage': ({ accountId, amount, day }) =>
    `gives ${own(amount)} back to the daily limit of ${own(accountId)} on ${own(day)}`,
  'begin-flow': ({ accountId }) => `keeps ${own(accountId)} from being closed`,
  'end-flow': ({ accountId }) => `lets ${own(accountId)} be closed again`,
  'use-quote': ({ quoteId }) => `uses up the quote ${own(quoteId)}, where one was named`,
  'stop-asking': () => 'drops from the outbox what still waits to be asked',
  'record-anomaly': () => 'lists an anomaly for the operator; moves nothing',
};

/** An effect in words. One that there are no words for is an error: the page would be incomplete. */
export function effectWords(effect: Tagged): string {
  const tell = words[effect.kind as Told['kind']] as ((effect: Tagged) => string) | undefined;
  if (tell === undefined) throw new Error(`There are no words for the effect ${effect.kind}.`);
  return tell(effect);
}

const MONEY: readonly string[] = ['post', 'hold', 'release'];

/** True for what moves money or promises it. */
export const isAboutMoney = ({ kind }: Tagged): boolean => MONEY.includes(kind);
