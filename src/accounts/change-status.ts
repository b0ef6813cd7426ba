import { NothingNew, TurnedAway } from '../kernel/answers';
import { match, type Found } from '../kernel/outcome';
import { judge, type Rule } from '../kernel/rules';
import type { Account, AccountStatus } from './account';
import { noSuchAccount } from './turned-away';

interface StatusChange<E> {
  readonly to: AccountStatus;
  readonly rules: readonly Rule<{ readonly account: Account }>[];
  readonly event: () => E;
}

/** Changes an account's status once: asked for again, it is as asked, and nothing is recorded. */
export const changeStatus = <E>(
  found: Found<'account', Account>,
  { to, rules, event }: StatusChange<E>,
): E | NothingNew | TurnedAway =>
  match(found, {
    missing: (): E | NothingNew | TurnedAway => noSuchAccount(),
    found: ({ account }): E | NothingNew | TurnedAway =>
      account.status === to
        ? new NothingNew()
        : match(judge(rules, { account }), {
            accepted: (): E | TurnedAway => event(),
            refused: ({ refusal }): E | TurnedAway => new TurnedAway(refusal),
          }),
  });
