import { InvalidArgumentError } from 'commander';
import { CURRENCY_CODE } from '../money';

const MOST = 1_000;
const CODE = new RegExp(CURRENCY_CODE);

/** How many items a list shows. */
export function limitOf(text: string): number {
  const limit = /^[1-9][0-9]{0,3}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MOST) return limit;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${String(MOST)}.`);
}

export const currencyOf = (text: string): string => {
  if (CODE.test(text)) return text;
  throw new InvalidArgumentError('It must be the code of a currency, as EUR.');
};
