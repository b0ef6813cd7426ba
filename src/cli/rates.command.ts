import type { Command } from 'commander';
import { rateView, type RateView } from '../api/edge/rate.view';
import { CurrentRates } from '../api/rates/current-rates';
import { isBuiltIn, parseRate } from '../money';
import { PinRateCommand, UnpinRateCommand } from '../rates/rates.messages';
import type { Rate } from '../rates/rate';
import { AnsweredNo } from './answered-no';
import { booksOf, carriedHere, changing, reading, type Books } from './books';
import { currencyOf } from './options';
import { explained, print, type Printing } from './print';
import { callServer } from './running-server';
import type { Paint } from './terminal/paint';
import { table } from './terminal/table';

interface ListOptions extends Printing {
  readonly base?: string;
}

/** `cambist rates …` */
export function addRates(program: Command): void {
  const rates = program
    .command('rates')
    .description('exchange rates: what is known, and what you pin by hand');
  addList(rates);
  addPin(rates);
  addUnpin(rates);
}

function addList(rates: Command): void {
  const list = rates
    .command('list')
    .description('list the pinned rates, or with --base every rate as a flow would use it now')
    .option('--base <currency>', 'every rate from this currency', currencyOf);
  explained(list, ['cambist rates list', 'cambist rates list --base EUR']).action(
    async (options: ListOptions) => {
      const data = (await reading((books) => ratesOf(books, options))).map(rateView);
      print(options, { data }, (paint) => ratesInWords(data, paint));
    },
  );
}

async function ratesOf(books: Books, { base }: ListOptions): Promise<readonly Rate[]> {
  const { engine, reads, tenantId } = books;
  if (base === undefined) return reads.pinnedRates(tenantId);
  await requireKnown(books, base);
  return engine.get(CurrentRates).allFrom(tenantId, base);
}

const ratesInWords = (rates: readonly RateView[], paint: Paint): string =>
  table(
    ['base', 'quote', 'rate', 'source', 'as of'],
    rates.map(({ base, quote, value, source, asOf, via }) => [
      base,
      quote,
      value,
      via === undefined ? source : `${source} over ${via}`,
      asOf,
    ]),
    { paint, nothing: 'No rates.' },
  );

function addPin(rates: Command): void {
  const pin = rates
    .command('pin')
    .description('pin a rate: from now on it is the one that is used')
    .argument('<base>', 'the currency that is converted, as USD', currencyOf)
    .argument('<quote>', 'the currency that it is converted to, as EUR', currencyOf)
    .argument('<rate>', 'units of the quote currency for one of the base, as 0.92');
  explained(pin, ['cambist rates pin USD EUR 0.92']).action(
    async (base: string, quote: string, rate: string, options: Printing) => {
      const pinned = await changing<RateView>({
        online: (server) => callServer(server, 'PUT', `/v1/rates/${base}/${quote}`, { rate }),
        offline: async (engine) => {
          const books = await booksOf(engine);
          await requireKnown(books, base, quote);
          const data = { base, quote, value: rateOf(rate) };
          return carriedHere(books, { command: PinRateCommand, data });
        },
      });
      print(options, pinned, () => `1 ${base} is ${pinned.value} ${quote} from now on.\n`);
    },
  );
}

function addUnpin(rates: Command): void {
  const unpin = rates
    .command('unpin')
    .description('take a pin back; the pair falls back to what else is known of it')
    .argument('<base>', 'as USD', currencyOf)
    .argument('<quote>', 'as EUR', currencyOf);
  explained(unpin, ['cambist rates unpin USD EUR']).action(
    async (base: string, quote: string, options: Printing) => {
      await changing<unknown>({
        online: (server) => callServer(server, 'DELETE', `/v1/rates/${base}/${quote}`),
        offline: async (engine) => {
          const books = await booksOf(engine);
          await requireKnown(books, base, quote);
          return carriedHere(books, { command: UnpinRateCommand, data: { base, quote } });
        },
      });
      print(options, { base, quote, pinned: false }, () => `${base}/${quote} is not pinned now.\n`);
    },
  );
}

/** What the server checks before a command is made of it. */
async function requireKnown(
  { reads, tenantId }: Books,
  ...codes: readonly string[]
): Promise<void> {
  const own = (await reads.tenant(tenantId))?.currencies ?? [];
  const isKnown = (code: string): boolean =>
    isBuiltIn(code) || own.some((currency) => currency.code === code);
  const unknown = codes.find((code) => !isKnown(code));
  if (unknown !== undefined) throw new AnsweredNo(`The currency ${unknown} is not known.`);
}

function rateOf(text: string): string {
  const parsed = parseRate(text);
  if (parsed.kind !== 'parsed') throw new AnsweredNo(parsed.detail);
  return parsed.rate;
}
