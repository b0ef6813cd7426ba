import { CommandHandler } from '@nestjs/cqrs';
import { Accounts } from '../../accounts/accounts.port';
import { accountMustExist, noSuchAccount } from '../../accounts/turned-away';
import { Answers, Refuses, TurnedAway } from '../../kernel/answers';
import { dayOf } from '../../kernel/clock';
import { match } from '../../kernel/outcome';
import { rateMustBeFresh } from '../../rates/rate.rules';
import { Rates } from '../../rates/rates.port';
import { rateTooOld } from '../turned-away';
import { DepositRequestedEvent, RequestDepositCommand } from './deposit.messages';

@CommandHandler(RequestDepositCommand)
@Answers(DepositRequestedEvent, TurnedAway)
@Refuses(accountMustExist, rateMustBeFresh)
export class RequestDepositHandler {
  constructor(
    private readonly accounts: Accounts,
    private readonly rates: Rates,
  ) {}

  execute(command: RequestDepositCommand): DepositRequestedEvent | TurnedAway {
    const { data, meta } = command;

    return match(this.accounts.find(meta.tenantId, data.accountId), {
      missing: noSuchAccount,
      found: ({ account }) => this.inCurrency(account.currency, command),
    });
  }

  private inCurrency(
    accountCurrency: string,
    { data, meta }: RequestDepositCommand,
  ): DepositRequestedEvent | TurnedAway {
    const { accountId, requested, provider, source, metadata } = data;
    const begun = () =>
      new DepositRequestedEvent(
        { accountId, requested, provider, source, metadata, accountCurrency, day: dayOf(meta.at) },
        meta,
      );

    return match(this.rates.between(meta.tenantId, requested.currency, accountCurrency, meta.at), {
      found: begun,
      unsupported: begun,
      'too-old': rateTooOld,
    });
  }
}
