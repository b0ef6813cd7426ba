import type { Account } from '../../accounts/account';
import type { FlowState } from '../../kernel/flow-state';
import type { TenantId } from '../../kernel/ids';
import type { Posting, StoredEvent } from '../records';
import { AuditStore, type Head } from '../store.port';
import type { Reader } from './reader';
import { mapped } from './walk';
import {
  allAccounts,
  allFlows,
  allPostings,
  dumpedProjections,
  readHead,
  wholeLog,
} from './whole.read';

/** The reading half of an audit; each database looks at one moment, and writes, in its own way. */
export abstract class SqlAudit extends AuditStore {
  protected constructor(private readonly reader: Reader) {
    super();
  }

  override log(tenantId: TenantId): AsyncIterable<StoredEvent> {
    return wholeLog(this.reader, tenantId);
  }

  override allAccounts(tenantId: TenantId): AsyncIterable<Account> {
    return allAccounts(this.reader, tenantId);
  }

  override allFlows(tenantId: TenantId): AsyncIterable<FlowState> {
    return mapped(allFlows(this.reader, tenantId), ({ state }) => state);
  }

  override allPostings(tenantId: TenantId): AsyncIterable<Posting> {
    return allPostings(this.reader, tenantId);
  }

  override head(tenantId: TenantId): Promise<Head> {
    return readHead(this.reader, tenantId);
  }

  override dumpProjections(): AsyncIterable<string> {
    return dumpedProjections(this.reader);
  }
}
