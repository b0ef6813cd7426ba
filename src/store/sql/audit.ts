import type { TenantId } from '../../kernel/ids';
import type { StoredEvent } from '../records';
import { AuditStore, type Head } from '../store.port';
import type { Reader } from './reader';
import { dumpedProjections, readHead, wholeLog } from './whole.read';

/** The reading half of an audit; each database looks at one moment, and writes, in its own way. */
export abstract class SqlAudit extends AuditStore {
  protected constructor(private readonly reader: Reader) {
    super();
  }

  override log(tenantId: TenantId): AsyncIterable<StoredEvent> {
    return wholeLog(this.reader, tenantId);
  }

  override head(tenantId: TenantId): Promise<Head> {
    return readHead(this.reader, tenantId);
  }

  override dumpProjections(): AsyncIterable<string> {
    return dumpedProjections(this.reader);
  }
}
