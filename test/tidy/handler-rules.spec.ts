import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import ts from 'typescript';

/** A flow's handler, with what it says of itself and what its code does. */
interface HandlerSource {
  readonly name: string;
  /** Names given to `@Refuses`. */
  readonly says: readonly string[];
  /** Names given to `judge`, here or in a file of the same flow that it imports. */
  readonly judges: readonly string[];
  /** Every name in the code, its imports and `@Refuses` apart. */
  readonly uses: ReadonlySet<string>;
}

const flows = join(__dirname, '..', '..', 'src', 'flows');

const parsed = (path: string, text: string): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);

function nodesIn(node: ts.Node, skip: (node: ts.Node) => boolean): readonly ts.Node[] {
  const found: ts.Node[] = [node];
  node.forEachChild((child) => {
    if (!skip(child)) found.push(...nodesIn(child, skip));
  });
  return found;
}

const isNamed = (call: ts.CallExpression, name: string): boolean =>
  ts.isIdentifier(call.expression) && call.expression.text === name;
const isRefuses = (node: ts.Node): boolean =>
  ts.isDecorator(node) &&
  ts.isCallExpression(node.expression) &&
  isNamed(node.expression, 'Refuses');
const isImport = (node: ts.Node): boolean => ts.isImportDeclaration(node);

const namesIn = (nodes: readonly ts.Node[]): string[] =>
  nodes.filter(ts.isIdentifier).map(({ text }) => text);

const judgedIn = (file: ts.SourceFile): string[] =>
  nodesIn(file, isImport)
    .filter(ts.isCallExpression)
    .filter((call) => isNamed(call, 'judge'))
    .flatMap(({ arguments: [rules] }) => (rules ? [rules.getText()] : []));

/** The files that the code of a handler runs in: its own, what it imports beside it, and words. */
function closure(path: string, read: (path: string) => string): readonly ts.SourceFile[] {
  const file = parsed(path, read(path));
  const imported = file.statements
    .filter(ts.isImportDeclaration)
    .map(({ moduleSpecifier }) => (moduleSpecifier as ts.StringLiteral).text)
    .filter((from) => from.startsWith('./') || from.endsWith('/turned-away'))
    .filter((from) => !/\.(messages|state|rules)$/.test(from))
    .map((from) => join(dirname(path), `${from}.ts`));
  return [file, ...imported.flatMap((each) => closure(each, read))];
}

function sourceOf(
  path: string,
  read = (file: string) => readFileSync(file, 'utf8'),
): HandlerSource {
  const [file, ...others] = closure(path, read);
  const isSkipped = (node: ts.Node): boolean => isImport(node) || isRefuses(node);
  const decorators = nodesIn(file!, isImport).filter(isRefuses);
  return {
    name: basename(path),
    says: decorators.flatMap((node) =>
      ((node as ts.Decorator).expression as ts.CallExpression).arguments.map((each) =>
        each.getText(),
      ),
    ),
    judges: [file!, ...others].flatMap(judgedIn),
    uses: new Set([file!, ...others].flatMap((each) => namesIn(nodesIn(each, isSkipped)))),
  };
}

/** Rules that are tried and not told of, and rules that are told of and nowhere tried. */
const lies = ({ name, says, judges, uses }: HandlerSource): readonly string[] => [
  ...judges.filter((rules) => !says.includes(rules)).map((rules) => `${name} hides ${rules}`),
  ...says.filter((rules) => !uses.has(rules)).map((rules) => `${name} never tries ${rules}`),
];

const handlers = readdirSync(flows, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.handler.ts'))
  .map((path) => join(flows, path));

it('a handler says by which rules it refuses, and says the truth', () => {
  const sources = handlers.map((path) => sourceOf(path));
  expect(sources.filter(({ says }) => says.length > 0).length).toBeGreaterThan(5);
  expect(sources.flatMap(lies)).toEqual([]);
});

it.each([
  ['hides depositRules', '@Refuses(depositRules)', ''],
  ['never tries otherRules', '@Refuses(depositRules)', '@Refuses(depositRules, otherRules)'],
])('a handler that %s is noticed', (lie, from, to) => {
  const path = join(flows, 'deposit', 'validate-deposit.handler.ts');
  const read = (file: string): string => {
    const text = readFileSync(file, 'utf8');
    return file === path ? text.replace(from, to) : text;
  };
  expect(lies(sourceOf(path, read))).toEqual([`validate-deposit.handler.ts ${lie}`]);
});
