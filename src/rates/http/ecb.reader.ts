import { dayAt, refused, tableOf, type TableRead } from './rate-table';

/**
 * The one XML that is read here: the European Central Bank's daily euro reference rates,
 * https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml
 *
 *   <gesmes:Envelope …> … <Cube><Cube time='2026-11-20'>
 *     <Cube currency='USD' rate='1.1050'/> …
 *   </Cube></Cube></gesmes:Envelope>
 *
 * No XML library: of XML it needs elements and attributes. Declarations, entities, comments and
 * whatever else there is are refused rather than understood.
 */
interface Tag {
  readonly name: string;
  readonly kind: 'opens' | 'closes' | 'empty';
  readonly attributes: ReadonlyMap<string, string>;
}

const PROLOGUE = /^\uFEFF?\s*<\?xml [^<>?]*\?>/;
const TOKEN =
  /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<&]*"|'[^'<&]*'))*)\s*(\/?)>|[^<&]+/y;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const DEEPEST = 8;

/** When the bank's rates are so: 16:00 of Frankfurt, in the winter's reckoning. */
const TIME_OF_DAY = 'T15:00:00.000Z';

function attributesOf(text: string): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  for (const [, name = '', double, single] of text.matchAll(ATTRIBUTE)) {
    if (found.has(name)) return undefined;
    found.set(name, double ?? single ?? '');
  }
  return found;
}

/** The tags of a document in their order; undefined where it is no document of this kind. */
function tagsOf(text: string): readonly Tag[] | undefined {
  const tags: Tag[] = [];
  const body = text.replace(PROLOGUE, '');
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < body.length) {
    const token = TOKEN.exec(body);
    if (token === null) return undefined;
    const [, slash = '', name, written = '', end = ''] = token;
    if (name === undefined) continue;
    const attributes = attributesOf(written);
    if (attributes === undefined || (slash !== '' && (end !== '' || attributes.size > 0))) {
      return undefined;
    }
    tags.push({
      name,
      kind: slash !== '' ? 'closes' : end !== '' ? 'empty' : 'opens',
      attributes,
    });
  }
  return tags;
}

const ENVELOPE = 'gesmes:Envelope';
const CUBE = 'Cube';

/** Reads the bank's document, or says in which respect it is another one. */
export function readEcb(text: string): TableRead {
  const tags = tagsOf(text);
  if (tags === undefined) return refused('It is not XML of the kind that the ECB publishes.');
  const open: Tag[] = [];
  const days: string[] = [];
  const rates: (readonly [string, string])[] = [];
  let documents = 0;
  for (const tag of tags) {
    if (tag.kind === 'closes') {
      if (open.pop()?.name !== tag.name) return refused('Its elements are not closed in order.');
      continue;
    }
    if (open.length === 0) documents += 1;
    const path = [...open, tag].map(({ name }) => name).join('/');
    const isDay = path === `${ENVELOPE}/${CUBE}/${CUBE}`;
    if (isDay) days.push(tag.attributes.get('time') ?? '');
    if (path === `${ENVELOPE}/${CUBE}/${CUBE}/${CUBE}`) {
      const currency = tag.attributes.get('currency');
      if (currency === undefined) return refused('A rate does not name its currency.');
      rates.push([currency, tag.attributes.get('rate') ?? '']);
    }
    if (tag.kind === 'opens') open.push(tag);
    if (open.length > DEEPEST) return refused('Its elements are nested too deep.');
  }
  if (open.length > 0 || documents !== 1) return refused('It is not one whole document.');
  const [day = ''] = days;
  const asOf = dayAt(day)?.replace(/T.*/, TIME_OF_DAY);
  if (days.length !== 1 || asOf === undefined) return refused('It is not about one day.');
  return tableOf({ source: 'ecb', base: 'EUR', asOf, rates });
}
