import { Controller, Param, Patch, Post } from '@nestjs/common';
import {
  ChangeAccountCommand,
  CloseAccountCommand,
  FreezeAccountCommand,
  UnfreezeAccountCommand,
} from '../../accounts/accounts.messages';
import { IfMatch } from '../../http/if-match';
import { EntityTag } from '../../http/entity-tag';
import { Chapter, Documented, versioned } from '../../http/openapi/documented';
import { JsonBody } from '../../http/validation/inputs';
import { problemOfIssues } from '../../http/validation/problem-of-issues';
import type { AccountId } from '../../kernel/ids';
import type { MessageClass } from '../../kernel/message';
import { ReadStore } from '../../store/store.port';
import { found } from '../edge/found';
import { OrderDesk } from '../edge/order-desk';
import { Submitted, type Submission } from '../edge/submission';
import { shownAccount } from './account.view';
import { amountsThatDoNotFit, changeOf } from './account-terms';
import { accountPatch, accountPath, type AccountPatch } from './accounts.schemas';

type Body = Promise<Buffer | undefined>;

/** Changes to an account: its settings, and whether it takes part in flows. */
@Chapter('Accounts')
@Controller('v1/accounts')
export class AccountChangesController {
  constructor(
    private readonly desk: OrderDesk,
    private readonly reads: ReadStore,
  ) {}

  @Documented({
    operationId: 'changeAccount',
    summary: 'Change an account’s settings',
    description:
      'A merge patch (RFC 7396): what is left out stays, and null removes. An overdraft below ' +
      'what is used of it is refused.',
    answers: { 200: versioned(shownAccount) },
    refuses: ['account-closed', 'insufficient-funds'],
    example: { name: 'Holidays', limits: { withdraw: { daily: '500.00' } } },
  })
  @EntityTag()
  @Patch(':id')
  async change(
    @Param('id', { schema: accountPath }) id: AccountId,
    @IfMatch() version: number | null,
    @JsonBody(accountPatch) patch: AccountPatch,
    @Submitted() submission: Submission,
  ): Body {
    const account = found(await this.reads.account(submission.caller.tenantId, id), 'account');
    const issues = amountsThatDoNotFit(patch, account.currency);
    if (issues.length > 0) throw problemOfIssues(issues);
    return this.desk.place(submission, {
      command: ChangeAccountCommand,
      data: changeOf(account, patch, version),
      ...concerning(id),
    });
  }

  @Documented({
    operationId: 'freezeAccount',
    summary: 'Freeze an account',
    description: 'It begins no new flow. A payment that was initiated still ends.',
    answers: { 200: shownAccount },
    refuses: ['account-closed'],
  })
  @Post(':id/freeze')
  freeze(
    @Param('id', { schema: accountPath }) id: AccountId,
    @Submitted() submission: Submission,
  ): Body {
    return this.tell(submission, FreezeAccountCommand, id);
  }

  @Documented({
    operationId: 'unfreezeAccount',
    summary: 'Unfreeze an account',
    answers: { 200: shownAccount },
    refuses: ['account-closed'],
  })
  @Post(':id/unfreeze')
  unfreeze(
    @Param('id', { schema: accountPath }) id: AccountId,
    @Submitted() submission: Submission,
  ): Body {
    return this.tell(submission, UnfreezeAccountCommand, id);
  }

  @Documented({
    operationId: 'closeAccount',
    summary: 'Close an account',
    description: 'For ever, and only when nothing is on it and nothing is under way.',
    answers: { 200: shownAccount },
    refuses: ['account-in-use'],
  })
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
