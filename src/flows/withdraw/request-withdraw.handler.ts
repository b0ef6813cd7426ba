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
import { WithdrawRequestedEvent, RequestWithdrawCommand } from './withdraw.messages';

type Begun = WithdrawRequestedEvent | TurnedAway;

@CommandHandler(RequestWithdrawCommand)
@Answers(WithdrawRequestedEvent, TurnedAway)
@Refuses(accountMustExist, quoteMustExist, rateMustBeFresh)
export class RequestWithdrawHandler {
  constructor(
    private readonly accounts: Accounts,
    private readonly quotes: Quotes,
    private readonly rates: Rates,
  ) {}

  execute(command: RequestWithdrawCommand): Begun {
    const { data, meta } = command;

    return match(this.accounts.find(meta.tenantId, data.accountId), {
      missing: noSuchAccount,
      found: ({ account }) => this.inCurrency(account.currency, command),
    });
  }

  /** A quote has its rate already, however old the market's is by now. */
  private inCurrency(accountCurrency: string, command: RequestWithdrawCommand): Begun {
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
  { data, meta }: RequestWithdrawCommand,
): WithdrawRequestedEvent =>
  new WithdrawRequestedEvent(
    {
      accountId: data.accountId,
      requested: data.requested,
      provider: data.provider,
      destination: data.destination,
      quoteId: data.quoteId,
      metadata: data.metadata,
      accountCurrency,
      day: dayOf(meta.at),
    },
    meta,
  );
