import { z } from 'zod';
import { pageFields, tableFields } from '../../http/fields';

/** The query of a list without filters. */
export const pageQuery = z.strictObject(pageFields);
export type AskedPage = z.infer<typeof pageQuery>;

/** The query of a short list, which is answered as a whole when no limit is given. */
export const tableQuery = z.strictObject(tableFields);
export type AskedTable = z.infer<typeof tableQuery>;
