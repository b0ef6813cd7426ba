import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const src = join(__dirname, '..', '..', 'src');
const isOfTheProgram = (path: string): boolean =>
  path.endsWith('.ts') && !/\.(spec|fixture|conformance)\.ts$/.test(path);

/** Where the data of an event is made with a spread, as `new SomethingDoneEvent({ ...all }, meta)`. */
function spreadsIn(text: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText().endsWith('Event')) {
      const data = node.arguments?.[0];
      if (data && ts.isObjectLiteralExpression(data) && data.properties.some(ts.isSpreadAssignment))
        found.push(node.expression.getText());
    }
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile('a.ts', text, ts.ScriptTarget.ES2022, true));
  return found;
}

it('every field that goes into an event is named: it is stored for ever', () => {
  const paths = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(isOfTheProgram);
  const spreads = paths.flatMap((path) =>
    spreadsIn(readFileSync(join(src, path), 'utf8')).map((event) => `${path}: ${event}`),
  );
  expect(paths.length).toBeGreaterThan(100);
  expect(spreads).toEqual([]);
});

it('a spread is seen, and one inside of a value is let be', () => {
  expect(spreadsIn('new DoneEvent({ a, ...rest }, meta)')).toEqual(['DoneEvent']);
  expect(spreadsIn('new DoneEvent({ a: [...b], c: { ...d } }, meta)')).toEqual([]);
});
