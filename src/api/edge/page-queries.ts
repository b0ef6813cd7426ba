import { z } from 'zod';
import { pageFields } from '../../http/fields';

/** The query of a list without filters. */
export const pageQuery = z.strictObject(pageFields);
export type AskedPage = z.infer<typeof pageQuery>;
