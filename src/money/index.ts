export {
  add,
  atLeast,
  atMost,
  equal,
  fromMinor,
  isNegative,
  isPositive,
  isZero,
  moneyOf,
  negate,
  subtract,
  sum,
  toMinor,
  zero,
  type Money,
} from './money';
export {
  parseAllowance,
  parseAmount,
  parseRate,
  type ParsedAmount,
  type ParsedRate,
} from './parse';
export {
  CURRENCY_CODE,
  currencies,
  exponentOf,
  findCurrency,
  isBuiltIn,
  isKnownCurrency,
  learnExponents,
  type Currency,
  type Exponent,
} from './currency';
export { IDENTITY_RATE, inverseOf, productOf } from './rate';
export { convert, type Conversion, type Rounding } from './convert';
export { addExactly, subtractExactly } from './exact-sum';
export { spreadOf, spreadRate, type SpreadSide } from './spread';
export { UnknownCurrencyError } from './errors';
