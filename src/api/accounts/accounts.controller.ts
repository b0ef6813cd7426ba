import { Controller, Get, Param, Post } from '@nestjs/common';
import { OpenAccountCommand } from '../../accounts/accounts.messages';
import { Caller, type CallerOf } from '../../http/auth/access';
import { EntityTag } from '../../http/entity-tag';
import { Chapter, Documented, listOf, located, versioned } from '../../http/openapi/documented';
import { JsonBody, QueryOf } from '../../http/validation/inputs';
import { Ids, type AccountId } from '../../kernel/ids';
import { ReadStore } from '../../store/store.port';
import { found } from '../edge/found';
import { listNamed, Lists, type ListAnswer } from '../edge/lists';
import { pageQuery, type AskedPage } from '../edge/page-queries';
import { OrderDesk } from '../edge/order-desk';
import { Submitted, type Submission } from '../edge/submission';
import { termsOf } from './account-terms';
import { accountView, shownAccount, type AccountView } from './account.view';
import {
  accountListQuery,
  accountPath,
  newAccount,
  type AccountListQuery,
  type NewAccount,
} from './accounts.schemas';
import {
  shownStatementLine,
  statementLineView,
  type StatementLineView,
} from './statement-line.view';

/** Customers' accounts: opened and read. */
@Chapter('Accounts')
@Controller('v1/accounts')
export class AccountsController {
  constructor(
    private readonly desk: OrderDesk,
    private readonly reads: ReadStore,
    private readonly lists: Lists,
    private readonly ids: Ids,
  ) {}

  @Documented({
    operationId: 'openAccount',
    summary: 'Open an account',
    answers: { 201: located(shownAccount) },
    refuses: ['reference-taken'],
    example: {
      currency: 'EUR',
      name: 'Savings',
      limits: { deposit: { max: '1000.00', daily: '1500.00' } },
      metadata: { customer: '4711' },
    },
  })
  @Post()
  open(
    @JsonBody(newAccount) body: NewAccount,
    @Submitted() submission: Submission,
  ): Promise<Buffer | undefined> {
    const id = this.ids.next('acc');
    const data = termsOf(id, body);
    return this.desk.place(submission, {
      command: OpenAccountCommand,
      data,
      stream: { kind: 'account', id },
      currencies: [{ pointer: '/currency', code: body.currency }],
      touches: { references: data.reference === null ? [] : [data.reference] },
    });
  }

  @Documented({
    operationId: 'listAccounts',
    summary: 'List accounts',
    description: 'With `reference`, the one that has it, or none.',
    answers: { 200: listOf('AccountList', shownAccount) },
  })
  @Get()
  list(
    @QueryOf(accountListQuery) { reference, ...query }: AccountListQuery,
    @Caller() { tenantId }: CallerOf,
  ): Promise<ListAnswer<AccountView>> {
    return this.lists.page(
      { tenantId, list: listNamed('accounts', { reference }) },
      query,
      (page) => this.reads.accounts(tenantId, { reference }, page),
      accountView,
    );
  }

  @Documented({
    operationId: 'readAccount',
    summary: 'Read an account',
    answers: { 200: versioned(shownAccount) },
  })
  @EntityTag()
  @Get(':id')
  async read(
    @Param('id', { schema: accountPath }) id: AccountId,
    @Caller() { tenantId }: CallerOf,
  ): Promise<AccountView> {
    return accountView(found(await this.reads.account(tenantId, id), 'account'));
  }

  @Documented({
    operationId: 'listAccountEntries',
    summary: 'Read an account’s statement',
    description: 'Newest first: what was posted, and what the account stood at after it.',
    answers: { 200: listOf('StatementLineList', shownStatementLine) },
  })
  @Get(':id/entries')
  async entries(
    @Param('id', { schema: accountPath }) id: AccountId,
    @QueryOf(pageQuery) query: AskedPage,
    @Caller() { tenantId }: CallerOf,
  ): Promise<ListAnswer<StatementLineView>> {
    found(await this.reads.account(tenantId, id), 'account');
    return this.lists.page(
      { tenantId, list: listNamed('entries', { id }) },
      query,
      (page) => this.reads.statement(tenantId, id, page),
      statementLineView,
    );
  }
}
