import { Controller, Delete, Get, Header, Param, Post } from '@nestjs/common';
import { hashOfApiKey, newApiKey } from '../../http/auth/api-key';
import { AdminOnly, Caller, type CallerOf } from '../../http/auth/access';
import { Chapter, Documented, listOf } from '../../http/openapi/documented';
import { JsonBody, QueryOf } from '../../http/validation/inputs';
import { Seals } from '../../http/seals';
import { Ids, type KeyId } from '../../kernel/ids';
import { ReadStore } from '../../store/store.port';
import { CreateKeyCommand, RevokeKeyCommand } from '../../tenancy/tenancy.messages';
import { listNamed, Lists, type ListAnswer } from '../edge/lists';
import { OrderDesk } from '../edge/order-desk';
import { pageQuery, type AskedPage } from '../edge/page-queries';
import { Submitted, type Submission } from '../edge/submission';
import type { MadeKey } from './keys.replies';
import { keyView, shownKey, shownNewKey, type KeyView } from './key.view';
import { keyPath, newKey, type NewKey } from './keys.schemas';

/** The tenant's API keys. */
@Chapter('Keys and settings')
@AdminOnly()
@Controller('v1/keys')
export class KeysController {
  constructor(
    private readonly reads: ReadStore,
    private readonly lists: Lists,
    private readonly desk: OrderDesk,
    private readonly ids: Ids,
    private readonly seals: Seals,
  ) {}

  @Documented({
    operationId: 'listKeys',
    summary: 'List API keys',
    answers: { 200: listOf('KeyList', shownKey) },
  })
  @Get()
  async list(
    @QueryOf(pageQuery) query: AskedPage,
    @Caller() { tenantId }: CallerOf,
  ): Promise<ListAnswer<KeyView>> {
    const keys = await this.reads.keys(tenantId);
    return this.lists.ofAll(
      { tenantId, list: listNamed('keys') },
      query,
      keys.map(keyView).sort((a, b) => (a.id < b.id ? -1 : 1)),
      ({ id }) => id,
    );
  }

  @Documented({
    operationId: 'createKey',
    summary: 'Make an API key',
    description:
      'The answer shows the key: this once, and to the same request under its `Idempotency-Key`.',
    answers: { 201: shownNewKey },
    example: { name: 'till 7', role: 'member' },
  })
  @Post()
  @Header('cache-control', 'no-store')
  async create(
    @JsonBody(newKey) { name, role }: NewKey,
    @Submitted() submission: Submission,
  ): Promise<object | undefined> {
    const key = newApiKey();
    const keyId = this.ids.next('key');
    const sealedKey = this.seals.seal(key, keyId);
    const body = await this.desk.place(submission, {
      command: CreateKeyCommand,
      data: { keyId, name, role, hash: hashOfApiKey(key), sealedKey },
      stream: { kind: 'tenant', id: submission.caller.tenantId },
    });
    const { sealedKey: kept, ...made } = JSON.parse(String(body)) as MadeKey;
    return kept === undefined ? body : { ...made, key: this.seals.open(kept, made.id) };
  }

  @Documented({
    operationId: 'revokeKey',
    summary: 'Revoke an API key',
    description: 'From now on it lets nobody in.',
    answers: { 200: shownKey },
  })
  @Delete(':id')
  revoke(
    @Param('id', { schema: keyPath }) keyId: KeyId,
    @Submitted() submission: Submission,
  ): Promise<Buffer | undefined> {
    return this.desk.place(submission, {
      command: RevokeKeyCommand,
      data: { keyId },
      stream: { kind: 'tenant', id: submission.caller.tenantId },
      touches: { keyIds: [keyId] },
    });
  }
}
