import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { flowPages } from '../../src/cli/flow-pages/flow-pages';
import { pagesIn, staleness, type Pages } from '../../src/cli/flow-pages/folder';
import { anchorOf } from '../../src/cli/flow-pages/markdown';

const root = join(__dirname, '..', '..');
const folder = join(root, 'docs', 'flows');

let due: Pages;
beforeAll(async () => {
  due = await flowPages(root);
});

it('docs/flows tells what the code does; if not: npm run docs:flows', () => {
  expect(staleness(pagesIn(folder), due)).toEqual([]);
});

it('a page that is missing, changed or left over is noticed', () => {
  const there = new Map(due).set('deposit.md', 'Once upon a time.').set('refund.md', '');
  there.delete('withdraw.md');
  expect(staleness(there, due)).toEqual([
    'deposit.md is stale',
    'refund.md belongs to no flow',
    'withdraw.md is missing',
  ]);
});

it('every flow has a page, and every event of it is explained on some page', () => {
  expect([...due.keys()].sort()).toEqual([
    'README.md',
    'conversion.md',
    'deposit.md',
    'payment.md',
    'transfer.md',
    'withdraw.md',
  ]);
  for (const heading of ['`deposit.validated`', '`transfer.completed`', '`payment.unknown`']) {
    expect([...due.values()].join('\n')).toContain(`\n### ${heading}\n\n| field |`);
  }
});

it('every link on the pages leads somewhere', () => {
  const dead = [...due].flatMap(([name, text]) =>
    linksIn(text)
      .filter((to) => !leadsSomewhere(to, name))
      .map((to) => `${name}: ${to}`),
  );
  expect(dead).toEqual([]);
});

const linksIn = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, to = '']) => to);

function leadsSomewhere(to: string, from: string): boolean {
  const [file = '', anchor] = to.split('#');
  const target = file === '' ? from : file;
  const text = due.get(target);
  if (text === undefined) return existsSync(join(folder, target));
  return anchor === undefined || anchorsIn(text).includes(anchor);
}

const anchorsIn = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
