import { Controller, Param, Patch, Post } from '@nestjs/common';
import type { Account } from '../../accounts/account';
import {
  ChangeAccountCommand,
  CloseAccountCommand,
  FreezeAccountCommand,
  UnfreezeAccountCommand,
} from '../../accounts/accounts.messages';
import { MOST_METADATA, TOO_MUCH_METADATA } from '../../http/fields';
import { IfMatch } from '../../http/if-match';
import { JsonBody } from '../../http/validation/inputs';
import { problemOfIssues, type Issue } from '../../http/validation/problem-of-issues';
import type { AccountId } from '../../kernel/ids';
import type { MessageClass } from '../../kernel/message';
import { ReadStore } from '../../store/store.port';
import { found } from '../edge/found';
import { OrderDesk } from '../edge/order-desk';
import { Submitted, type Submission } from '../edge/submission';
import { changeOf, issuesOfTerms, metadataKeysAfter } from './account-terms';
import { accountPatch, accountPath, type AccountPatch } from './accounts.schemas';

type Body = Promise<Buffer | undefined>;

/** Changes to an account: its settings, and whether it takes part in flows. */
@Controller('v1/accounts')
export class AccountChangesController {
  constructor(
    private readonly desk: OrderDesk,
    private readonly reads: ReadStore,
  ) {}

  @Patch(':id')
  async change(
    @Param('id', { schema: accountPath }) id: AccountId,
    @IfMatch() version: number | null,
    @JsonBody(accountPatch) patch: AccountPatch,
    @Submitted() submission: Submission,
  ): Body {
    const account = found(await this.reads.account(submission.caller.tenantId, id), 'account');
    const issues = issuesOfPatch(account, patch);
    if (issues.length > 0) throw problemOfIssues(issues);
    return this.desk.place(submission, {
      command: ChangeAccountCommand,
      data: changeOf(account, patch, version),
      ...concerning(id),
    });
  }

  @Post(':id/freeze')
  freeze(
    @Param('id', { schema: accountPath }) id: AccountId,
    @Submitted() submission: Submission,
  ): Body {
    return this.tell(submission, FreezeAccountCommand, id);
  }

  @Post(':id/unfreeze')
  unfreeze(
    @Param('id', { schema: accountPath }) id: AccountId,
    @Submitted() submission: Submission,
  ): Body {
    return this.tell(submission, UnfreezeAccountCommand, id);
  }

  /** For ever, and only when nothing is left on it. */
  @Post(':id/close')
  close(
    @Param('id', { schema: accountPath }) id: AccountId,
    @Submitted() submission: Submission,
  ): Body {
    return this.tell(submission, CloseAccountCommand, id);
  }

  private tell(
    submission: Submission,
    command: MessageClass<{ readonly accountId: AccountId }>,
    accountId: AccountId,
  ): Body {
    return this.desk.place(submission, { command, data: { accountId }, ...concerning(accountId) });
  }
}

const concerning = (id: AccountId) => ({
  stream: { kind: 'account' as const, id },
  touches: { accountIds: [id] },
});

const issuesOfPatch = (account: Account, patch: AccountPatch): readonly Issue[] => [
  ...issuesOfTerms(patch, account.currency, account.limits),
  ...(metadataKeysAfter(account, patch.metadata) > MOST_METADATA
    ? [{ path: ['metadata'], message: TOO_MUCH_METADATA }]
    : []),
];
