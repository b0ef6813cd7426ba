import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Registry } from 'prom-client';
import { Metrics } from '../../src/metrics/metrics';
import { messagesOfKind } from '../support/message-classes';
import { serve, type TestServer } from '../support/server';

const read = (path: string): string => readFileSync(join(__dirname, '../..', path), 'utf8');
const page = read('docs/metrics.md');
const operations = read('docs/operations.md');

/** The rules of deploy/alerts.yaml: there a rule's name and its expression have a line each. */
const rules = [...read('deploy/alerts.yaml').matchAll(/^ +- alert: (\w+)\n +expr: (.+)$/gm)].map(
  ([, alert = '', expr = '']) => ({ alert, expr }),
);

/** Each series of the page, as `name type labels`. */
const documented = [
  ...page.matchAll(/^\| `(cambist_[a-z_]+)` +\| (counter|gauge|histogram) +\| ([^|]*?) +\|/gm),
].map(([, name = '', type = '', labels = '']) => `${name} ${type} ${labels.replaceAll('`', '')}`);

interface Known {
  readonly name: string;
  readonly labelNames: readonly string[];
}

const known = (registry: Registry): readonly string[] =>
  registry
    .getMetricsAsArray()
    .map((metric) => ({ ...(metric as unknown as Known), type: metric.constructor.name }))
    .filter(({ name }) => name.startsWith('cambist_'))
    .map(({ name, type, labelNames }) => `${name} ${type.toLowerCase()} ${labelNames.join(', ')}`);

let server: TestServer;
beforeAll(async () => {
  server = await serve();
});
afterAll(() => server.stop());

it('docs/metrics.md lists every series with its type and labels, and no other one', () => {
  const { registry } = server.app.get(Metrics, { strict: false });
  expect([...documented].sort()).toEqual([...known(registry)].sort());
});

it('every alert asks for series that there are', () => {
  const { registry } = server.app.get(Metrics, { strict: false });
  const names = registry.getMetricsAsArray().map(({ name }) => name);
  const asked = rules.flatMap(({ expr }) =>
    [...expr.matchAll(/\b(?:cambist|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name),
  );
  expect(asked.length).toBeGreaterThan(rules.length / 2);
  const isKnown = (name: string) =>
    names.includes(name) || names.includes(name.replace(/_(?:count|sum|bucket)$/, ''));
  expect(asked.filter((name) => !isKnown(name))).toEqual([]);
});

it('every alert asks for values of a label that docs/metrics.md tells of', () => {
  const told = rules.flatMap(({ alert, expr }) =>
    [...expr.matchAll(/\b(outcome|result|code)=~?"([^"]+)"/g)].flatMap(([, , values = '']) =>
      values.split('|').map((value) => ({ alert, value })),
    ),
  );
  expect(told.length).toBeGreaterThan(4);
  expect(told.filter(({ value }) => !page.includes(`\`${value}\``))).toEqual([]);
});

it('an alert for every way in which a provider leaves a payment without an end', () => {
  const outcomes = rules.flatMap(({ expr }) =>
    [...expr.matchAll(/cambist_provider_calls_total\{outcome=~?"([^"]+)"/g)].flatMap(
      ([, values = '']) => values.split('|'),
    ),
  );
  expect([...outcomes].sort()).toEqual(['threw', 'try-later', 'unknown']);
});

const eventTypes = messagesOfKind('Event').map(({ type }) => type);

/** The matchers of `type` in all rules: whole values, or patterns of whole values. */
const typesAsked = rules.flatMap(({ alert, expr }) =>
  [...expr.matchAll(/\btype(=~?)"([^"]+)"/g)].map(([, how, value = '']) => ({
    alert,
    types: eventTypes.filter((type) =>
      how === '=' ? type === value : new RegExp(`^(?:${value})$`).test(type),
    ),
  })),
);

it('an alert on events asks for types that are recorded, and that are counted from 0 on', async () => {
  const { registry } = server.app.get(Metrics, { strict: false });
  const { values } = await registry.getSingleMetric('cambist_events_total')!.get();
  const counted = values.map(({ labels }) => labels['type']);

  expect(typesAsked.filter(({ types }) => types.length === 0)).toEqual([]);
  const asked = typesAsked.flatMap(({ types }) => types);
  expect(counted).toEqual(expect.arrayContaining(asked));
});

it('an alert on everything that is listed as an anomaly', () => {
  const { types = [] } = typesAsked.find(({ alert }) => alert === 'CambistAnomaly') ?? {};
  expect([...types].sort()).toEqual(['payment.anomaly-found', 'payment.overdue']);
});

it('docs/operations.md says of every alert what to do, and of no other one', () => {
  const explained = [...operations.matchAll(/^\| `(Cambist[A-Za-z]+)` +\|/gm)].map(
    ([, name]) => name,
  );
  expect(explained).toEqual(rules.map(({ alert }) => alert));
});

it('docs/operations.md names only series that there are', () => {
  const { registry } = server.app.get(Metrics, { strict: false });
  const names = registry.getMetricsAsArray().map(({ name }) => name);
  const named = [...operations.matchAll(/`(cambist_[a-z_]+)/g)].map(([, name = '']) => name);
  expect(named.filter((name) => !names.includes(name) && !isOfTheDocs(name))).toEqual([]);
});

/** Roles of the database that look like a series. */
const isOfTheDocs = (name: string): boolean => ['cambist_app', 'cambist_owner'].includes(name);
