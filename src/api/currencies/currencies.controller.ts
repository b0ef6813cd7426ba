import { Controller, Get } from '@nestjs/common';
import { Caller, type CallerOf } from '../../http/auth/access';
import { Chapter, Documented, listOf } from '../../http/openapi/documented';
import { QueryOf } from '../../http/validation/inputs';
import { currencies } from '../../money';
import { listNamed, Lists, type ListAnswer } from '../edge/lists';
import { pageQuery, type AskedPage } from '../edge/page-queries';
import { currencyView, shownCurrencyItself, type CurrencyView } from './currency.view';

/** Every currency that an amount may be in. */
@Chapter('Rates')
@Controller('v1/currencies')
export class CurrenciesController {
  constructor(private readonly lists: Lists) {}

  @Documented({
    operationId: 'listCurrencies',
    summary: 'List currencies',
    answers: { 200: listOf('CurrencyList', shownCurrencyItself) },
  })
  @Get()
  list(
    @QueryOf(pageQuery) query: AskedPage,
    @Caller() { tenantId }: CallerOf,
  ): ListAnswer<CurrencyView> {
    return this.lists.ofAll(
      { tenantId, list: listNamed('currencies') },
      query,
      currencies.map(currencyView),
      ({ code }) => code,
    );
  }
}
