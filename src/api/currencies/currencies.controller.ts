import { Controller, Get } from '@nestjs/common';
import { Caller, type CallerOf } from '../../http/auth/access';
import { QueryOf } from '../../http/validation/inputs';
import { currencies, type Currency } from '../../money';
import { listNamed, Lists, type ListAnswer } from '../edge/lists';
import { tableQuery, type AskedTable } from '../edge/page-queries';

/** A currency as the API shows it: an amount of it has `exponent` decimals. */
const currencyView = ({ code, exponent, name, kind, numeric }: Currency) => ({
  code,
  exponent,
  name,
  kind,
  numeric,
});
type CurrencyView = ReturnType<typeof currencyView>;

/** Every currency that an amount may be in. */
@Controller('v1/currencies')
export class CurrenciesController {
  constructor(private readonly lists: Lists) {}

  @Get()
  list(
    @QueryOf(tableQuery) query: AskedTable,
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
