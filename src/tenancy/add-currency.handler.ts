import { CommandHandler } from '@nestjs/cqrs';
import { Answers, NothingNew, TurnedAway } from '../kernel/answers';
import { match } from '../kernel/outcome';
import { Currencies } from './currencies.port';
import { MOST_OWN_CURRENCIES } from './tenancy';
import { AddCurrencyCommand, CurrencyAddedEvent, CurrencyRenamedEvent } from './tenancy.messages';

type Answer = CurrencyAddedEvent | CurrencyRenamedEvent | NothingNew | TurnedAway;

/**
 * Adds a currency, or renames one of the tenant's own. Its exponent is the same for every tenant
 * and never changes: the amounts that are stored are read by it.
 */
@CommandHandler(AddCurrencyCommand)
@Answers(CurrencyAddedEvent, CurrencyRenamedEvent, NothingNew, TurnedAway)
export class AddCurrencyHandler {
  constructor(private readonly currencies: Currencies) {}

  execute(command: AddCurrencyCommand): Answer {
    const { data, meta } = command;
    const { code, exponent, name } = data;
    const unlessFixed = (fixed: number, answer: () => Answer): Answer =>
      fixed === exponent ? answer() : exponentStays(code, fixed);

    return match(this.currencies.standingOf(meta.tenantId, code), {
      free: () => this.added(command),
      fixed: ({ exponent: fixed }) => unlessFixed(fixed, () => this.added(command)),
      'built-in': ({ exponent: fixed }) => unlessFixed(fixed, () => new NothingNew()),
      own: ({ currency }) =>
        unlessFixed(currency.exponent, () =>
          name === null || name === currency.name
            ? new NothingNew()
            : new CurrencyRenamedEvent({ code, name }, meta),
        ),
    });
  }

  private added({ data: { code, exponent, name }, meta }: AddCurrencyCommand): Answer {
    return this.currencies.countOf(meta.tenantId) < MOST_OWN_CURRENCIES
      ? new CurrencyAddedEvent({ code, exponent, name: name ?? code }, meta)
      : new TurnedAway({
          code: 'too-many-currencies',
          detail: `A tenant may add ${String(MOST_OWN_CURRENCIES)} currencies.`,
        });
  }
}

const exponentStays = (code: string, fixed: number): TurnedAway =>
  new TurnedAway({
    code: 'currency-fixed',
    detail: `The currency ${code} is known already, with the exponent ${String(fixed)}: it never changes.`,
  });
