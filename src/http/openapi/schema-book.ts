import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { ProblemCode } from '../problems/problem-codes';

export type Json = Readonly<Record<string, unknown>>;

/** A schema as the document has it, and the problems by which a value that does not fit is answered. */
export interface Written {
  readonly schema: Json;
  readonly refuses: readonly ProblemCode[];
}

const DEFINED_HERE = '#/$defs/';
const DEFINED_IN_DOCUMENT = '#/components/schemas/';

/** Writes zod's schemas as JSON Schema 2020-12; those with an id are kept once, and referred to. */
export class SchemaBook {
  private readonly kept = new Map<string, Json>();

  /** `input`: what may be sent; `output`: what is answered. */
  write(schema: z.ZodType, io: 'input' | 'output'): Written {
    const { $defs = {}, ...written } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
    const refuses = new Set<ProblemCode>();
    for (const [id, definition] of Object.entries($defs)) {
      this.keep(id, tidied(definition, refuses) as Json);
    }
    return { schema: tidied(written, refuses) as Json, refuses: [...refuses] };
  }

  private keep(id: string, schema: Json): void {
    const before = this.kept.get(id);
    if (before !== undefined && !isDeepStrictEqual(before, schema)) {
      throw new Error(`Two schemas have the name ${id}.`);
    }
    this.kept.set(id, schema);
  }

  /** Every schema that has an id, by it, in alphabetical order. */
  schemas(): Readonly<Record<string, Json>> {
    return Object.fromEntries([...this.kept].sort(([one], [other]) => (one < other ? -1 : 1)));
  }
}

/**
 * The dialect is the whole document's, and that TypeScript may not write it is nobody's business; nor
 * is how far JavaScript can count.
 */
const isUnsaid = (name: string, part: unknown): boolean =>
  part === undefined ||
  name === '$schema' ||
  name === 'readOnly' ||
  Math.abs(Number(part)) === Number.MAX_SAFE_INTEGER;

/** Takes out what is meant for us (`x-refuses`), and lets references lead to the definitions. */
function tidied(value: unknown, refuses: Set<ProblemCode>): unknown {
  if (Array.isArray(value)) return value.map((item) => tidied(item, refuses));
  if (typeof value !== 'object' || value === null) return value;
  const { 'x-refuses': codes = [], ...rest } = value as Json;
  for (const code of codes as readonly ProblemCode[]) refuses.add(code);
  return Object.fromEntries(
    Object.entries(rest)
      .filter(([name, part]) => !isUnsaid(name, part))
      .map(([name, part]) => [name, name === '$ref' ? led(String(part)) : tidied(part, refuses)]),
  );
}

const led = (reference: string): string => reference.replace(DEFINED_HERE, DEFINED_IN_DOCUMENT);
