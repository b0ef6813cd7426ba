import { hash } from 'node:crypto';

/**
 * A JSON value in the one form by which two bodies are compared: keys sorted by code unit, strings
 * untouched. The depth is bounded by the strict JSON reader.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}

/** SHA-256 of the canonical form, in lower-case hex. */
export const canonicalHash = (value: unknown): string => hash('sha256', canonicalJson(value));
