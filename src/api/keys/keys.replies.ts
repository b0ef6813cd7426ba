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

/** The answer as it is kept; the key in it is opened on its way out. */
export type MadeKey = KeyView & { readonly sealedKey?: string };

const madeKey = (data: ThisKey & { readonly sealedKey?: string }, carried: Carried): MadeKey => ({
  ...viewAfter(data, carried),
  ...(data.sealedKey !== undefined && { sealedKey: data.sealedKey }),
});

export const keyReplies: readonly ReplyRow[] = [
  repliesTo(
    CreateKeyCommand,
    () => '/v1/keys',
    (data, carried) => created(madeKey(data, carried), null),
  ),
  repliesTo(
    RevokeKeyCommand,
    ({ keyId }) => `/v1/keys/${keyId}`,
    (data, carried) => ok(viewAfter(data, carried)),
  ),
];
