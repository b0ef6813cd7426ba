import { CommandHandler } from '@nestjs/cqrs';
import { Accounts } from '../../accounts/accounts.port';
import { accountMustExist, noSuchAccount } from '../../accounts/turned-away';
import { Answers, Refuses, TurnedAway } from '../../kernel/answers';
import { dayOf } from '../../kernel/clock';
import { match } from '../../kernel/outcome';
import { rateMustBeFresh } from '../../rates/rate.rules';
import { Rates } from '../../rates/rates.port';
import { rateTooOld } from '../turned-away';
import { WithdrawRequestedEvent, RequestWithdrawCommand } from './withdraw.messages';

@CommandHandler(RequestWithdrawCommand)
@Answers(WithdrawRequestedEvent, TurnedAway)
@Refuses(accountMustExist, rateMustBeFresh)
export class RequestWithdrawHandler {
  constructor(
    private readonly accounts: Accounts,
    private readonly rates: Rates,
  ) {}

  execute(command: RequestWithdrawCommand): WithdrawRequestedEvent | TurnedAway {
    const { data, meta } = command;

    return match(this.accounts.find(meta.tenantId, data.accountId), {
      missing: noSuchAccount,
      found: ({ account }) => this.inCurrency(account.currency, command),
    });
  }

  private inCurrency(
    accountCurrency: string,
    { data, meta }: RequestWithdrawCommand,
  ): WithdrawRequestedEvent | TurnedAway {
    const { accountId, requested, provider, destination, metadata } = data;
    const begun = () =>
      new WithdrawRequestedEvent(
        {
          accountId,
          requested,
          provider,
          destination,
          metadata,
          accountCurrency,
          day: dayOf(meta.at),
        },
        meta,
      );

    return match(this.rates.between(meta.tenantId, requested.currency, accountCurrency, meta.at), {
      found: begun,
      unsupported: begun,
      'too-old': rateTooOld,
    });
  }
}
