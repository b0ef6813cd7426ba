import type { Instant } from '../kernel/clock';
import type { QuoteId } from '../kernel/ids';
import { message } from '../kernel/message';
import type { Money } from '../money';
import type { Rate } from './rate';

interface QuoteWanted {
  readonly quoteId: QuoteId;
  /** What a flow will ask for. */
  readonly from: Money;
  /** The currency that it is turned into. */
  readonly to: string;
}

export class CreateQuoteCommand extends message('quote.create')<QuoteWanted> {}

/** Rate and spread are frozen here: a flow that names the quote reads them, whatever comes. */
export class QuoteCreatedEvent extends message('quote.created')<
  QuoteWanted & {
    readonly rate: Rate;
    readonly spreadBasisPoints: number;
    readonly expiresAt: Instant;
  }
> {}
