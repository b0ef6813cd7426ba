import {
  ChangeAccountCommand,
  CloseAccountCommand,
  FreezeAccountCommand,
  OpenAccountCommand,
  UnfreezeAccountCommand,
} from '../../accounts/accounts.messages';
import type { Carried, Reply } from '../../engine/order';
import type { AccountId } from '../../kernel/ids';
import { created, leftBehind, ok, repliesTo, type ReplyRow } from '../edge/reply-row';
import { accountView, type AccountView } from './account.view';

interface ThisAccount {
  readonly accountId: AccountId;
}

const viewAfter = ({ accountId }: ThisAccount, { world, order }: Carried): AccountView =>
  accountView(leftBehind(world.account(order.tenantId, accountId), 'account'));

const pathOf = ({ accountId }: ThisAccount): string => `/v1/accounts/${accountId}`;

const shown = (data: ThisAccount, carried: Carried): Reply => ok(viewAfter(data, carried));

export const accountReplies: readonly ReplyRow[] = [
  repliesTo(
    OpenAccountCommand,
    () => '/v1/accounts',
    (data, carried) => created(viewAfter(data, carried), pathOf(data)),
  ),
  repliesTo(ChangeAccountCommand, pathOf, shown),
  repliesTo(FreezeAccountCommand, (data) => `${pathOf(data)}/freeze`, shown),
  repliesTo(UnfreezeAccountCommand, (data) => `${pathOf(data)}/unfreeze`, shown),
  repliesTo(CloseAccountCommand, (data) => `${pathOf(data)}/close`, shown),
];
