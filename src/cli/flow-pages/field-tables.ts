import { anchorOf, code, fence, link, table } from './markdown';
import type { FieldWords, ShapeWords, TypeWords } from './type-words';

const HEADS = ['field', 'type', 'what it is'];

/** The fields of the data of an event. */
export function fieldTable(type: string, { messages }: TypeWords): readonly string[] {
  const message = messages.get(type);
  if (message === undefined) throw new Error(`No message is stored as ${type}.`);
  return table(HEADS, message.fields.map(row));
}

const row = ({ name, isOptional, type, uses, says }: FieldWords): readonly string[] => [
  code(name),
  `${typeText(type, uses)}${isOptional ? ', if any' : ''}`,
  says,
];

/** A type that is one named type, or a list of it, leads to its explanation. */
function typeText(type: string, [first]: readonly string[]): string {
  const element = type.replace(/\[\]$/, '').replace(/ \| null$/, '');
  if (first === undefined || element !== first) return code(type.replaceAll("'", ''));
  return `${link(code(first), `#${anchorOf(first)}`)}${extra(type)}`;
}

const extra = (type: string): string =>
  `${type.endsWith('[]') ? ', a list' : ''}${type.endsWith(' | null') ? ' or `null`' : ''}`;

/** The named types that these events are made of, and those that they are made of in turn. */
export function shapeSections(types: readonly string[], words: TypeWords): readonly string[] {
  const names = new Set<string>();
  const meet = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    const shape = words.shapes.get(name);
    [...(shape?.fields ?? []).flatMap(({ uses }) => uses), ...(shape?.uses ?? [])].forEach(meet);
  };
  for (const type of types) {
    (words.messages.get(type)?.fields ?? []).flatMap(({ uses }) => uses).forEach(meet);
  }
  const shapes = [...names].sort().flatMap((name) => words.shapes.get(name) ?? []);
  return ['## What the fields are made of', '', ...shapes.flatMap(shapeSection)];
}

const shapeSection = (shape: ShapeWords): readonly string[] => [
  `### ${shape.name}`,
  '',
  shape.says,
  '',
  ...table(HEADS, shape.fields.map(row)),
  ...sourceOf(shape),
];

/** How a type that is no interface is written: texts to choose from, or its forms. */
function sourceOf({ source }: ShapeWords): readonly string[] {
  if (source === '' || source === 'string') return [];
  if (source.includes('\n')) return fence('ts', source);
  if (!source.startsWith("'"))
    return [`Written as ${code(source.replace(/^Readonly<(.*)>$/, '$1'))}.`, ''];
  const texts = source.split(' | ').map((text) => code(text.replaceAll("'", '')));
  return [`One of ${texts.join(', ')}.`, ''];
}
