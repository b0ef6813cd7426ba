import { Controller, Get, Param, Put } from '@nestjs/common';
import { AdminOnly, Caller, type CallerOf } from '../../http/auth/access';
import { Chapter, Documented, listOf, located } from '../../http/openapi/documented';
import { JsonBody, QueryOf } from '../../http/validation/inputs';
import type { TenantId } from '../../kernel/ids';
import { ReadStore } from '../../store/store.port';
import type { OwnCurrency } from '../../tenancy/tenancy';
import { AddCurrencyCommand } from '../../tenancy/tenancy.messages';
import { found } from '../edge/found';
import { listNamed, Lists, type ListAnswer } from '../edge/lists';
import { OrderDesk } from '../edge/order-desk';
import { pageQuery, type AskedPage } from '../edge/page-queries';
import { Submitted, type Submission } from '../edge/submission';
import { currencyPath, newCurrency, newCurrencyPath, type NewCurrency } from './currencies.schemas';
import {
  currenciesOf,
  currencyOf,
  currencyView,
  shownCurrencyItself,
  type CurrencyView,
} from './currency.view';

/** Every currency that an amount may be in: read by everybody, added by an admin. */
@Chapter('Rates')
@Controller('v1/currencies')
export class CurrenciesController {
  constructor(
    private readonly lists: Lists,
    private readonly reads: ReadStore,
    private readonly desk: OrderDesk,
  ) {}

  @Documented({
    operationId: 'listCurrencies',
    summary: 'List currencies',
    description: 'Those that are built in, and those that you have added.',
    answers: { 200: listOf('CurrencyList', shownCurrencyItself) },
  })
  @Get()
  async list(
    @QueryOf(pageQuery) query: AskedPage,
    @Caller() { tenantId }: CallerOf,
  ): Promise<ListAnswer<CurrencyView>> {
    return this.lists.ofAll(
      { tenantId, list: listNamed('currencies') },
      query,
      currenciesOf(await this.ownOf(tenantId)).map(currencyView),
      ({ code }) => code,
    );
  }

  @Documented({
    operationId: 'readCurrency',
    summary: 'Read a currency',
    answers: { 200: shownCurrencyItself },
  })
  @Get(':code')
  async read(
    @Param('code', { schema: currencyPath }) code: string,
    @Caller() { tenantId }: CallerOf,
  ): Promise<CurrencyView> {
    return currencyView(found(currencyOf(await this.ownOf(tenantId), code), 'currency'));
  }

  @Documented({
    operationId: 'addCurrency',
    summary: 'Add a currency of your own',
    description:
      'It is known from now on, to you alone; only rates that you pin lead to it and from it. Its ' +
      'exponent never changes, and is the same for every tenant of a server: who comes second with ' +
      'another one is refused. Sent again with the same exponent it may bring another name; one that is ' +
      'built in stays as it is.',
    answers: { 201: located(shownCurrencyItself), 200: shownCurrencyItself },
    refuses: ['currency-fixed', 'too-many-currencies'],
    example: { exponent: 3, name: 'Gold, in grams' },
  })
  @AdminOnly()
  @Put(':code')
  add(
    @Param('code', { schema: newCurrencyPath }) code: string,
    @JsonBody(newCurrency) { exponent, name }: NewCurrency,
    @Submitted() submission: Submission,
  ): Promise<Buffer | undefined> {
    return this.desk.place(submission, {
      command: AddCurrencyCommand,
      data: { code, exponent, name: name ?? null },
      stream: { kind: 'tenant', id: submission.caller.tenantId },
      touches: { currencyCodes: [code] },
    });
  }

  private async ownOf(tenantId: TenantId): Promise<readonly OwnCurrency[]> {
    return found(await this.reads.tenant(tenantId), 'tenant').currencies;
  }
}
