import { z } from 'zod';
import { problemCodes, type ProblemCode } from './problem-codes';

const text = (description: string) => z.string().describe(description).exactOptional();

const fieldError = z.strictObject({
  pointer: z
    .string()
    .describe('A JSON pointer (RFC 6901) into the body, or `/name` of a parameter.'),
  detail: z.string(),
});

/** One field that is wrong: `pointer` is a JSON pointer into the body, or `/name` of a parameter. */
export type FieldError = Readonly<z.infer<typeof fieldError>>;

const retry = z
  .enum(['same-key', 'new-key', 'no'])
  .describe(
    'May the request as it stands be sent again: under its idempotency key, under a new one, or not at all?',
  );

/** What a problem tells beside its code; amounts are in major units of `currency`. */
const extras = {
  flowId: text('The flow that was refused, or that met the fault.'),
  required: text('What would have been needed, in major units of `currency`.'),
  available: text('What there was, in major units of `currency`.'),
  currency: text('The currency of `required` and `available`.'),
  limit: text('The limit that was broken, as `deposit.max`.'),
  errors: z.array(fieldError).readonly().describe('Each field that is wrong.').exactOptional(),
};

export type ProblemExtras = Readonly<
  z.infer<z.ZodObject<typeof extras>> & {
    /** Given where it differs from what the table of codes says. */
    readonly retry?: z.infer<typeof retry>;
  }
>;

/** An RFC 9457 problem document, as it is sent with `application/problem+json`. */
export const problemSchema = z
  .strictObject({
    type: z.string().describe('`/problems/<code>`: a page that this server serves.'),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string().describe('A sentence for people. It never repeats what was sent.'),
    instance: text('The path of the request.'),
    code: z.enum(problemCodes as [ProblemCode, ...ProblemCode[]]),
    ...extras,
    retry,
  })
  .meta({ id: 'Problem', description: 'Every error, by RFC 9457.' });

export type ProblemDocument = Readonly<z.infer<typeof problemSchema>>;
