import { Controller, Delete, Get, Header, Param, Post } from '@nestjs/common';
import { hashOfApiKey, newApiKey } from '../../http/auth/api-key';
import { AdminOnly, Caller, type CallerOf } from '../../http/auth/access';
import { JsonBody, QueryOf } from '../../http/validation/inputs';
import { Ids, type KeyId } from '../../kernel/ids';
import { ReadStore } from '../../store/store.port';
import { CreateKeyCommand, RevokeKeyCommand } from '../../tenancy/tenancy.messages';
import { listNamed, Lists, type ListAnswer } from '../edge/lists';
import { OrderDesk } from '../edge/order-desk';
import { tableQuery, type AskedTable } from '../edge/page-queries';
import { Submitted, type Submission } from '../edge/submission';
import { keyView, type KeyView } from './key.view';
import { keyPath, newKey, type NewKey } from './keys.schemas';

/** The tenant's API keys. */
@AdminOnly()
@Controller('v1/keys')
export class KeysController {
  constructor(
    private readonly reads: ReadStore,
    private readonly lists: Lists,
    private readonly desk: OrderDesk,
    private readonly ids: Ids,
  ) {}

  @Get()
  async list(
    @QueryOf(tableQuery) query: AskedTable,
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

  /**
   * The answer shows the key, this once. An Idempotency-Key is passed over: to answer a second
   * time the key itself would have to be kept.
   */
  @Post()
  @Header('cache-control', 'no-store')
  async create(
    @JsonBody(newKey) { name, role }: NewKey,
    @Submitted() submission: Submission,
  ): Promise<KeyView & { readonly key: string }> {
    const key = newApiKey();
    const body = await this.desk.place(
      { ...submission, keyed: null },
      {
        command: CreateKeyCommand,
        data: { keyId: this.ids.next('key'), name, role, hash: hashOfApiKey(key) },
        stream: { kind: 'tenant', id: submission.caller.tenantId },
      },
    );
    return { ...(JSON.parse(String(body)) as KeyView), key };
  }

  /** Revokes a key: from now on it lets nobody in. */
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
