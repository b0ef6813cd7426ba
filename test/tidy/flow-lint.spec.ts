import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const handler = 'src/flows/deposit/validate-deposit.handler.ts';
const rules = 'src/flows/deposit/deposit.rules.ts';
const spec = 'src/flows/deposit/deposit.flow.spec.ts';

interface Case {
  readonly what: string;
  readonly path: string;
  readonly code: string;
}
interface Complaint {
  readonly ruleId: string | null;
  readonly message: string;
}

const facts =
  'declare const a: number; declare const b: number; declare const o: { n: number } | null;';
const inside = (body: string): string => `${facts} export const f = (): unknown => { ${body} };`;
const value = (expression: string): string => inside(`return ${expression};`);

const at =
  (path: string) =>
  (what: string, code: string): Case => ({ what, path, code });
const inHandler = at(handler);
const inRules = at(rules);

const refused: readonly Case[] = [
  inHandler('if', inside('if (a) return b; return a;')),
  inHandler('switch', inside('switch (a) { default: return b; }')),
  inHandler('?:', value('a ? b : a')),
  inHandler('&&', value('a && b')),
  inHandler('||', value('a || b')),
  inHandler('??', value('o ?? b')),
  inHandler('?.', value('o?.n')),
  inHandler('??=', inside('let x: number | null = null; x ??= b; return x;')),
  inHandler('for', inside('for (let i = 0; ; ) f(i);')),
  inHandler('for of', inside('for (const x of [a]) f(x);')),
  inHandler('for in', inside('for (const x in { a }) f(x);')),
  inHandler('while', inside('while (a) f();')),
  inHandler('do while', inside('do f(); while (a);')),
  inHandler('try', inside('try { return f(); } finally { f(); }')),
  inHandler('.catch()', value('Promise.resolve(a).catch(f)')),
  inHandler('throw', inside('throw new Error();')),
  inHandler('===', value('a === b')),
  inHandler('!==', value('a !== b')),
  inHandler('<', value('a < b')),
  inHandler('>=', value('a >= b')),
  inHandler('instanceof', value('o instanceof Object')),
  inHandler('in', value("'n' in o")),
  inHandler('Date.now()', value('Date.now()')),
  inHandler('new Date()', value('new Date()')),
  inHandler('Date()', value('Date()')),
  inHandler('Math.random()', value('Math.random()')),
  inHandler('randomUUID()', value('crypto.randomUUID()')),
  inHandler('Number()', value("Number('0.1')")),
  inHandler('parseFloat()', value("parseFloat('0.1')")),
  inHandler('Number.parseFloat()', value("Number.parseFloat('0.1')")),
  inHandler('.toNumber()', value('f().toNumber()')),
  inHandler('a unary plus', value("+'0.1'")),
  inHandler('a fraction', value('0.1')),
  inHandler('enum', 'export enum Status { Open }'),
  inRules('if in a rule', inside('if (a > b) return a; return b;')),
  inRules('?: in a rule', value('a > b ? a : b')),
  inRules('?? in a rule', value('o ?? b')),
  inRules('?. in a rule', value('o?.n')),
  inRules('a loop in a rule', inside('for (const x of [a]) f(x);')),
  inRules('throw in a rule', inside('throw new Error();')),
  inRules('Date.now() in a rule', value('Date.now()')),
];

const allowed: readonly Case[] = [
  inHandler('a chain of calls in a handler', value('Promise.resolve(a).then(f)')),
  inRules('a comparison in a rule', value('a >= b')),
  inRules('&& and || in a rule', value('(o === null || o.n <= a) && a <= b')),
  at(spec)('a branch in a spec', inside('for (const x of [a]) if (x > b) f(x);')),
  at('src/engine/turn.ts')('a branch in the engine', inside('if (a > b) return a; return b;')),
];

const lint = (cases: readonly Case[]): readonly (readonly Complaint[])[] =>
  JSON.parse(
    execFileSync(process.execPath, [join(__dirname, 'lint-sources.mjs')], {
      cwd: root,
      input: JSON.stringify(cases),
      encoding: 'utf8',
    }),
  );

describe('the linter', () => {
  const complaints = new Map<Case, readonly Complaint[]>();
  const against = ({ ruleId }: Complaint): boolean => ruleId === 'no-restricted-syntax';

  beforeAll(() => {
    const cases = [...refused, ...allowed];
    lint(cases).forEach((found, index) => complaints.set(cases[index]!, found));
  });

  it.each(refused)('refuses $what in $path', (each) => {
    expect(complaints.get(each)?.filter(against)).toHaveLength(1);
  });

  it.each(allowed)('allows $what', (each) => {
    expect(complaints.get(each)?.filter(against)).toEqual([]);
  });

  it('understands every source of this test', () => {
    const unread = [...complaints.values()].flat().filter(({ ruleId }) => ruleId === null);
    expect(unread).toEqual([]);
  });
});
