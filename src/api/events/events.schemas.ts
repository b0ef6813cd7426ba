import { z } from 'zod';
import { asNumber, lineOfText, pageFields } from '../../http/fields';
import { readPattern } from './event-pattern';

/** A position of the log, in text. */
export const POSITION = /^(?:0|[1-9][0-9]{0,14})$/;

/** A position of the log in text, or undefined for what is none. */
export const positionOf = (text: string): number | undefined =>
  POSITION.test(text) ? Number(text) : undefined;

const position = z
  .string()
  .regex(POSITION, 'A position is a whole number from 0.')
  .describe('A position that you have seen: the answer has what came after it.')
  .meta({ ...asNumber, minimum: 0, examples: [0] })
  .transform(Number);

/** A pattern of event types; afterwards with the test whether a type fits it. */
const pattern = z
  .string()
  .describe('A pattern of event types: `*` is one segment, `>` (last) any number of them.')
  .meta({ examples: ['deposit.*'] })
  .transform((text, findings) => {
    const reading = readPattern(text);
    if (reading.kind === 'pattern') return { text, matches: reading.matches };
    findings.addIssue({ code: 'custom', message: reading.detail });
    return z.NEVER;
  });

/** Which events, and after which position of the log. */
const filterFields = {
  after: position.optional(),
  type: pattern.optional(),
  flowId: lineOfText.optional(),
  accountId: lineOfText.optional(),
};

/** `after` is a position that was seen; a cursor is the same for the list that gave it out. */
export const eventsQuery = z
  .strictObject({ ...pageFields, ...filterFields })
  .refine(({ after, cursor }) => after === undefined || cursor === undefined, {
    path: ['cursor'],
    error: 'Either `after` or `cursor` says where to go on.',
  });
export type EventsQuery = z.infer<typeof eventsQuery>;

export const eventStreamQuery = z.strictObject(filterFields);
export type EventStreamQuery = z.infer<typeof eventStreamQuery>;

/** The part of either query that chooses among events. */
export type EventsAsked = Pick<EventStreamQuery, 'type' | 'flowId' | 'accountId'>;
