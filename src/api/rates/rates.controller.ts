import { Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { AdminOnly, Caller, type CallerOf } from '../../http/auth/access';
import { KnownCurrencies, type NamedCurrency } from '../../http/known-currencies';
import { Chapter, Documented, listOf, nothing } from '../../http/openapi/documented';
import { ProblemError } from '../../http/problems/problem';
import { JsonBody, QueryOf } from '../../http/validation/inputs';
import { match } from '../../kernel/outcome';
import { PinRateCommand, UnpinRateCommand } from '../../rates/rates.messages';
import { listNamed, Lists, type ListAnswer } from '../edge/lists';
import { OrderDesk } from '../edge/order-desk';
import { rateView, shownRate, type RateView } from '../edge/rate.view';
import { Submitted, type Submission } from '../edge/submission';
import { CurrentRates } from './current-rates';
import { basePath, pin, quotePath, ratesQuery, type Pin, type RatesQuery } from './rates.schemas';

/** What currencies are worth in each other: read by everybody, pinned by an admin. */
@Chapter('Rates')
@Controller('v1/rates')
export class RatesController {
  constructor(
    private readonly rates: CurrentRates,
    private readonly lists: Lists,
    private readonly desk: OrderDesk,
    private readonly currencies: KnownCurrencies,
  ) {}

  @Documented({
    operationId: 'listRates',
    summary: 'List the rates of a currency',
    description: 'Into every other currency that a rate leads to.',
    answers: { 200: listOf('RateList', shownRate) },
  })
  @Get()
  async list(
    @QueryOf(ratesQuery) { base, ...page }: RatesQuery,
    @Caller() { tenantId }: CallerOf,
  ): Promise<ListAnswer<RateView>> {
    await this.currencies.require(tenantId, [{ pointer: '/base', code: base }]);
    const rates = await this.rates.allFrom(tenantId, base);
    return this.lists.ofAll(
      { tenantId, list: listNamed('rates', { base }) },
      page,
      rates.map(rateView),
      ({ quote }) => quote,
    );
  }

  @Documented({
    operationId: 'readRate',
    summary: 'Read the rate of a pair',
    description: 'As a flow that began now would use it.',
    answers: { 200: shownRate },
    refuses: ['unsupported-pair', 'rate-unavailable'],
  })
  @Get(':base/:quote')
  async read(
    @Param('base', { schema: basePath }) base: string,
    @Param('quote', { schema: quotePath }) quote: string,
    @Caller() { tenantId }: CallerOf,
  ): Promise<RateView> {
    await this.currencies.require(tenantId, pairInPath(base, quote));
    return match(await this.rates.between(tenantId, base, quote), {
      found: ({ rate }) => rateView(rate),
      unsupported: (): RateView => {
        throw new ProblemError('unsupported-pair');
      },
      'too-old': (): RateView => {
        throw new ProblemError('rate-unavailable');
      },
    });
  }

  @Documented({
    operationId: 'pinRate',
    summary: 'Pin a rate',
    description: 'It is the one used from now on, and does not age.',
    answers: { 200: shownRate },
    example: { rate: '1.0842' },
  })
  @AdminOnly()
  @Put(':base/:quote')
  pin(
    @Param('base', { schema: basePath }) base: string,
    @Param('quote', { schema: quotePath }) quote: string,
    @JsonBody(pin) { rate: value }: Pin,
    @Submitted() submission: Submission,
  ): Promise<Buffer | undefined> {
    const data = { base, quote, value };
    return this.desk.place(submission, {
      command: PinRateCommand,
      data,
      currencies: pairInPath(base, quote),
      ...ofTenant(submission),
    });
  }

  @Documented({
    operationId: 'unpinRate',
    summary: 'Unpin a rate',
    answers: { 204: nothing },
  })
  @AdminOnly()
  @Delete(':base/:quote')
  unpin(
    @Param('base', { schema: basePath }) base: string,
    @Param('quote', { schema: quotePath }) quote: string,
    @Submitted() submission: Submission,
  ): Promise<Buffer | undefined> {
    const data = { base, quote };
    return this.desk.place(submission, {
      command: UnpinRateCommand,
      data,
      currencies: pairInPath(base, quote),
      ...ofTenant(submission),
    });
  }
}

const pairInPath = (base: string, quote: string): readonly NamedCurrency[] =>
  [base, quote].map((code) => ({ pointer: '', code }));

const ofTenant = ({ caller }: Submission) => ({
  stream: { kind: 'tenant' as const, id: caller.tenantId },
});
