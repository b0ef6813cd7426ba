import { z } from 'zod';
import { lineOfText } from '../../http/fields';
import { CURRENCY_CODE } from '../../money';

const GREATEST_EXPONENT = 18;
const anExponent = `An exponent is a whole number from 0 to ${GREATEST_EXPONENT}.`;

/** The code of a currency that may be there. One that is none is nobody's. */
export const currencyPath = z.string().meta({ pattern: CURRENCY_CODE, examples: ['EUR'] });

export const newCurrencyPath = z
  .string()
  .regex(
    new RegExp(CURRENCY_CODE),
    'A code is 3 to 12 of A to Z and 0 to 9, and begins with a letter.',
  )
  .meta({ examples: ['GOLD'] });

export const newCurrency = z
  .strictObject({
    exponent: z
      .int({ error: anExponent })
      .min(0, anExponent)
      .max(GREATEST_EXPONENT, anExponent)
      .describe('How many decimals an amount of it has. It never changes.')
      .meta({ examples: [3] }),
    name: lineOfText.optional().describe('The code, when nothing is said.'),
  })
  .meta({ id: 'NewCurrency' });
export type NewCurrency = z.infer<typeof newCurrency>;
