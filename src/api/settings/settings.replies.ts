import { ChangeTenantCommand } from '../../tenancy/tenancy.messages';
import { leftBehind, ok, repliesTo, type ReplyRow } from '../edge/reply-row';
import { settingsView } from './settings.view';

export const settingsReplies: readonly ReplyRow[] = [
  repliesTo(
    ChangeTenantCommand,
    () => '/v1/settings',
    (_data, { order, world }) =>
      ok(settingsView(leftBehind(world.tenant(order.tenantId), 'tenant'))),
  ),
];
