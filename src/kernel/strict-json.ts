/** What a body turned out to be. `detail` never repeats any of it. */
export type StrictJson =
  | { readonly kind: 'parsed'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly code: StrictJsonCode; readonly detail: string };

export type StrictJsonCode = 'malformed-json' | 'unknown-field';

/** Levels of arrays and objects; no body of ours comes near it. */
const DEEPEST = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

type Refusal = Extract<StrictJson, { kind: 'refused' }>;

const malformed = (detail: string): Refusal => ({
  kind: 'refused',
  code: 'malformed-json',
  detail,
});

/**
 * Reads one JSON document and refuses what `JSON.parse` lets pass although two readers could
 * understand it differently: bad UTF-8, a byte order mark, a key twice in one object, lone
 * surrogates and U+0000 (also escaped), `__proto__`, more than 32 levels. Linear time, no recursion.
 *
 * A number comes out as a double: nothing that has to be exact may be read from one.
 */
export function parseStrictJson(bytes: Uint8Array): StrictJson {
  const text = decoded(bytes);
  if (text === undefined) return malformed('The body is not valid UTF-8.');
  if (text.trim() === '') return malformed('The body is empty; a JSON document is due.');
  const document = grammatical(text);
  if (document === undefined) return malformed('The body is not one complete JSON document.');
  return ambiguityIn(text) ?? { kind: 'parsed', value: document.value };
}

// `ignoreBOM: true` keeps the mark in the text, where the grammar then refuses it.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function grammatical(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** Walks over a text that is known to be grammatical: strings and brackets are all it looks at. */
function ambiguityIn(text: string): Refusal | undefined {
  /** The keys seen in each open object; an open array has a set that stays empty. */
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '{' || char === '[') {
      open.push(new Set());
      if (open.length > DEEPEST)
        return malformed(`The body is nested over ${DEEPEST} levels deep.`);
    } else if (char === '}' || char === ']') {
      open.pop();
    } else if (char === '"') {
      const end = endOfString(text, at);
      const string = unescaped(text, at, end);
      at = end;
      const refusal = badString(string) ?? (isKey(text, end) ? badKey(string, open) : undefined);
      if (refusal) return refusal;
    }
  }
  return undefined;
}

/** The index of the closing quote of the string that opens at `from`. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  for (; text.charCodeAt(at) !== QUOTE; at++) {
    if (text.charCodeAt(at) === BACKSLASH) at++;
  }
  return at;
}

function unescaped(text: string, from: number, end: number): string {
  const raw = text.slice(from + 1, end);
  return raw.includes('\\') ? (JSON.parse(text.slice(from, end + 1)) as string) : raw;
}

/** In a grammatical text a colon follows a string only when the string is a key. */
function isKey(text: string, end: number): boolean {
  let at = end + 1;
  while (' \t\n\r'.includes(text[at] ?? '"')) at++;
  return text[at] === ':';
}

function badString(string: string): Refusal | undefined {
  if (string.includes('\0')) return malformed('A string contains U+0000.');
  if (!isWellFormed(string)) return malformed('A string contains a lone surrogate.');
  return undefined;
}

// The compiler's ES2022 library does not know this method; every supported Node has it.
const isWellFormed = (string: string): boolean =>
  (string as string & { isWellFormed(): boolean }).isWellFormed();

function badKey(key: string, open: readonly Set<string>[]): Refusal | undefined {
  if (key === '__proto__') {
    return { kind: 'refused', code: 'unknown-field', detail: 'The field __proto__ is not known.' };
  }
  const seen = open.at(-1);
  if (seen?.has(key)) return malformed('A key appears twice in one object.');
  seen?.add(key);
  return undefined;
}
