import { CommandHandler } from '@nestjs/cqrs';
import type { Account } from '../../accounts/account';
import { Accounts } from '../../accounts/accounts.port';
import { accountMustExist, noSuchAccount } from '../../accounts/turned-away';
import { Answers, Refuses, TurnedAway } from '../../kernel/answers';
import { dayOf } from '../../kernel/clock';
import { match } from '../../kernel/outcome';
import { judge } from '../../kernel/rules';
import { Quotes } from '../../rates/quotes.port';
import { rateMustBeFresh } from '../../rates/rate.rules';
import { Rates } from '../../rates/rates.port';
import { noSuchQuote, quoteMustExist, rateTooOld } from '../turned-away';
import { RequestTransferCommand, TransferRequestedEvent } from './transfer.messages';
import { transferRequestRules } from './transfer.rules';

type Begun = TransferRequestedEvent | TurnedAway;

@CommandHandler(RequestTransferCommand)
@Answers(TransferRequestedEvent, TurnedAway)
@Refuses(transferRequestRules, accountMustExist, quoteMustExist, rateMustBeFresh)
export class RequestTransferHandler {
  constructor(
    private readonly accounts: Accounts,
    private readonly quotes: Quotes,
    private readonly rates: Rates,
  ) {}

  execute(command: RequestTransferCommand): Begun {
    return match(judge(transferRequestRules, command.data), {
      refused: ({ refusal }) => new TurnedAway(refusal),
      accepted: () => this.betweenAccounts(command),
    });
  }

  private betweenAccounts(command: RequestTransferCommand): Begun {
    const { data, meta } = command;

    return match(this.accounts.find(meta.tenantId, data.fromAccountId), {
      missing: noSuchAccount,
      found: ({ account: from }) =>
        match(this.accounts.find(meta.tenantId, data.toAccountId), {
          missing: noSuchAccount,
          found: ({ account: to }) => this.atSomeRate(from, to, command),
        }),
    });
  }

  /** A quote has its rate already, however old the market's is by now. */
  private atSomeRate(from: Account, to: Account, command: RequestTransferCommand): Begun {
    return match(this.quotes.named(command.meta.tenantId, command.data.quoteId), {
      none: () => this.atCurrentRates(from, to, command),
      named: (): Begun => begin(from, to, command),
      missing: noSuchQuote,
    });
  }

  private atCurrentRates(from: Account, to: Account, command: RequestTransferCommand): Begun {
    const rateInto = ({ currency }: Account) =>
      this.rates.between(
        command.meta.tenantId,
        command.data.requested.currency,
        currency,
        command.meta.at,
      );
    const begun = () => begin(from, to, command);
    const forTheCredit = () =>
      match(rateInto(to), { found: begun, unsupported: begun, 'too-old': rateTooOld });

    return match(rateInto(from), {
      found: forTheCredit,
      unsupported: forTheCredit,
      'too-old': rateTooOld,
    });
  }
}

const begin = (
  from: Account,
  to: Account,
  { data, meta }: RequestTransferCommand,
): TransferRequestedEvent =>
  new TransferRequestedEvent(
    {
      fromAccountId: data.fromAccountId,
      toAccountId: data.toAccountId,
      requested: data.requested,
      quoteId: data.quoteId,
      metadata: data.metadata,
      fromCurrency: from.currency,
      toCurrency: to.currency,
      day: dayOf(meta.at),
    },
    meta,
  );
