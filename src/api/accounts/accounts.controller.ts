import { Controller, Get, Param, Post } from '@nestjs/common';
import { OpenAccountCommand } from '../../accounts/accounts.messages';
import { Caller, type CallerOf } from '../../http/auth/access';
import { JsonBody, QueryOf } from '../../http/validation/inputs';
import { Ids, type AccountId } from '../../kernel/ids';
import { ReadStore } from '../../store/store.port';
import { found } from '../edge/found';
import { listNamed, Lists, type ListAnswer } from '../edge/lists';
import { pageQuery, type AskedPage } from '../edge/page-queries';
import { OrderDesk } from '../edge/order-desk';
import { Submitted, type Submission } from '../edge/submission';
import { termsOf } from './account-terms';
import { accountView, type AccountView } from './account.view';
import { accountPath, newAccount, type NewAccount } from './accounts.schemas';
import { statementLineView, type StatementLineView } from './statement-line.view';

/** Customers' accounts: opened and read. */
@Controller('v1/accounts')
export class AccountsController {
  constructor(
    private readonly desk: OrderDesk,
    private readonly reads: ReadStore,
    private readonly lists: Lists,
    private readonly ids: Ids,
  ) {}

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
      touches: { references: data.reference === null ? [] : [data.reference] },
    });
  }

  @Get()
  list(
    @QueryOf(pageQuery) query: AskedPage,
    @Caller() { tenantId }: CallerOf,
  ): Promise<ListAnswer<AccountView>> {
    return this.lists.page(
      { tenantId, list: listNamed('accounts') },
      query,
      (page) => this.reads.accounts(tenantId, page),
      accountView,
    );
  }

  @Get(':id')
  async read(
    @Param('id', { schema: accountPath }) id: AccountId,
    @Caller() { tenantId }: CallerOf,
  ): Promise<AccountView> {
    return accountView(found(await this.reads.account(tenantId, id), 'account'));
  }

  /** The account's statement. */
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
