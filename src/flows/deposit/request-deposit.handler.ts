import { CommandHandler } from '@nestjs/cqrs';
import { Accounts } from '../../accounts/accounts.port';
import { accountMustExist, noSuchAccount } from '../../accounts/turned-away';
import { Answers, Refuses, TurnedAway } from '../../kernel/answers';
import { dayOf } from '../../kernel/clock';
import { match } from '../../kernel/outcome';
import { Quotes } from '../../rates/quotes.port';
import { rateMustBeFresh } from '../../rates/rate.rules';
import { Rates } from '../../rates/rates.port';
import { noSuchQuote, quoteMustExist, rateTooOld } from '../turned-away';
import { DepositRequestedEvent, RequestDepositCommand } from './deposit.messages';

type Begun = DepositRequestedEvent | TurnedAway;

@CommandHandler(RequestDepositCommand)
@Answers(DepositRequestedEvent, TurnedAway)
@Refuses(accountMustExist, quoteMustExist, rateMustBeFresh)
export class RequestDepositHandler {
  constructor(
    private readonly accounts: Accounts,
    private readonly quotes: Quotes,
    private readonly rates: Rates,
  ) {}

  execute(command: RequestDepositCommand): Begun {
    const { data, meta } = command;

    return match(this.accounts.find(meta.tenantId, data.accountId), {
      missing: noSuchAccount,
      found: ({ account }) => this.inCurrency(account.currency, command),
    });
  }

  /** A quote has its rate already, however old the market's is by now. */
  private inCurrency(accountCurrency: string, command: RequestDepositCommand): Begun {
    const { data, meta } = command;
    const begun = (): Begun => begin(accountCurrency, command);
    const atMarketRate = (): Begun =>
      match(this.rates.between(meta.tenantId, data.requested.currency, accountCurrency, meta.at), {
        found: begun,
        unsupported: begun,
        'too-old': rateTooOld,
      });

    return match(this.quotes.named(meta.tenantId, data.quoteId), {
      none: atMarketRate,
      named: begun,
      missing: noSuchQuote,
    });
  }
}

const begin = (
  accountCurrency: string,
  { data, meta }: RequestDepositCommand,
): DepositRequestedEvent =>
  new DepositRequestedEvent(
    {
      accountId: data.accountId,
      requested: data.requested,
      provider: data.provider,
      source: data.source,
      quoteId: data.quoteId,
      metadata: data.metadata,
      accountCurrency,
      day: dayOf(meta.at),
    },
    meta,
  );
