import { z } from 'zod';

/** Whatever it is: a chain that does not exist is answered as such. */
export const kindPath = z.string().meta({ examples: ['deposit'] });
