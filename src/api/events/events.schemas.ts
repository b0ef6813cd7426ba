import { z } from 'zod';
import { lineOfText, pageFields } from '../../http/fields';
import { readPattern } from './event-pattern';

const position = z
  .string()
  .regex(/^(?:0|[1-9][0-9]{0,14})$/, 'A position is a whole number from 0.')
  .transform(Number);

/** A pattern of event types; afterwards with the test whether a type fits it. */
const pattern = z.string().transform((text, findings) => {
  const reading = readPattern(text);
  if (reading.kind === 'pattern') return { text, matches: reading.matches };
  findings.addIssue({ code: 'custom', message: reading.detail });
  return z.NEVER;
});

/** `after` is a position that was seen; a cursor is the same for the list that gave it out. */
export const eventsQuery = z
  .strictObject({
    ...pageFields,
    after: position.optional(),
    type: pattern.optional(),
    flowId: lineOfText.optional(),
    accountId: lineOfText.optional(),
  })
  .refine(({ after, cursor }) => after === undefined || cursor === undefined, {
    path: ['cursor'],
    error: 'Either `after` or `cursor` says where to go on.',
  });
export type EventsQuery = z.infer<typeof eventsQuery>;
