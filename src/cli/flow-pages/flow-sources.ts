import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import ts from 'typescript';

/** Where in the sources a flow and its handlers stand, and what stands over its table. */
export interface FlowSources {
  /** The comment over the table of a kind. */
  readonly says: (kind: string) => string;
  /** Path of the file with the table, from the root of the repository. */
  readonly table: (kind: string) => string;
  /** Path of the file that declares a class. */
  readonly declaring: (className: string) => string;
}

interface FoundTable {
  readonly path: string;
  readonly says: string;
}

/** Reads the files under `src/flows`. */
export function readFlowSources(root: string): FlowSources {
  const folder = join('src', 'flows');
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => join(folder, name).split(sep).join('/'))
    .sort();
  const texts = files.map((path) => [path, readFileSync(join(root, path), 'utf8')] as const);
  const tables = new Map(texts.flatMap(([path, text]) => tablesIn(path, text)));
  const classes = new Map(texts.flatMap(([path, text]) => classesIn(path, text)));
  return {
    says: (kind) => found(tables, kind).says,
    table: (kind) => found(tables, kind).path,
    declaring: (className) => found(classes, className),
  };
}

function found<T>(things: ReadonlyMap<string, T>, name: string): T {
  const thing = things.get(name);
  if (thing === undefined) throw new Error(`${name} was not found under src/flows.`);
  return thing;
}

const classesIn = (path: string, text: string): readonly (readonly [string, string])[] =>
  [...text.matchAll(/^export class (\w+)/gm)].map(([, name = '']) => [name, path]);

/** Tables as they are always written: `export const depositFlow = flow('deposit', …)`. */
function tablesIn(path: string, text: string): readonly (readonly [string, FoundTable])[] {
  if (!basename(path).endsWith('.flow.ts')) return [];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  return file.statements.filter(ts.isVariableStatement).flatMap((statement) =>
    statement.declarationList.declarations.flatMap(({ initializer }) => {
      const name = initializer && ts.isCallExpression(initializer) && initializer.arguments[0];
      if (!name || !ts.isStringLiteral(name)) return [];
      return [[name.text, { path, says: commentOver(statement) }] as const];
    }),
  );
}

const commentOver = (statement: ts.Node): string =>
  ts
    .getJSDocCommentsAndTags(statement)
    .filter(ts.isJSDoc)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
    .join(' ')
    .replace(/\s+/g, ' ');
