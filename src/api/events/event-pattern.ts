/** A pattern of event types, read: what it matches, or why it is none. */
export type PatternReading =
  | { readonly kind: 'pattern'; readonly matches: (type: string) => boolean }
  | { readonly kind: 'malformed'; readonly detail: string };

const SEGMENT = /^(?:[A-Za-z0-9_-]+|\*)$/;
const LONGEST = 200;

const malformed = (detail: string): PatternReading => ({ kind: 'malformed', detail });

/**
 * Dot-separated segments: `*` is any one segment, `>` (last) any number of them, none included;
 * `*` alone is everything.
 */
export function readPattern(text: string): PatternReading {
  if (text.length > LONGEST) return malformed(`A pattern may have ${String(LONGEST)} characters.`);
  if (text === '*') return readPattern('>');
  const segments = text.split('.');
  const isOpen = segments.at(-1) === '>';
  const fixed = isOpen ? segments.slice(0, -1) : segments;
  if (fixed.includes('>')) return malformed('`>` may only be the last segment.');
  if (!fixed.every((segment) => SEGMENT.test(segment))) {
    return malformed('A pattern is segments between dots, as `deposit.*`.');
  }
  return { kind: 'pattern', matches: (type) => fits(type.split('.'), fixed, isOpen) };
}

const fits = (type: readonly string[], pattern: readonly string[], isOpen: boolean): boolean =>
  (isOpen ? type.length >= pattern.length : type.length === pattern.length) &&
  pattern.every((segment, index) => segment === '*' || segment === type[index]);
