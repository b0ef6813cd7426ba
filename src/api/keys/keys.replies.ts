import type { Carried } from '../../engine/order';
import type { KeyId } from '../../kernel/ids';
import { CreateKeyCommand, RevokeKeyCommand } from '../../tenancy/tenancy.messages';
import { created, leftBehind, ok, repliesTo, type ReplyRow } from '../edge/reply-row';
import { keyView, type KeyView } from './key.view';

interface ThisKey {
  readonly keyId: KeyId;
}

const viewAfter = ({ keyId }: ThisKey, { order, world }: Carried): KeyView =>
  keyView(leftBehind(world.key(order.tenantId, keyId), 'key'));

export const keyReplies: readonly ReplyRow[] = [
  repliesTo(
    CreateKeyCommand,
    () => '/v1/keys',
    (data, carried) => created(viewAfter(data, carried), null),
  ),
  repliesTo(
    RevokeKeyCommand,
    ({ keyId }) => `/v1/keys/${keyId}`,
    (data, carried) => ok(viewAfter(data, carried)),
  ),
];
