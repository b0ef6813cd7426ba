import { AuditStore, Outbox, ReadStore } from '../../src/store/store.port';
import { Turns } from '../../src/engine/turns';
import { documentOf, type Client } from '../support/client';
import { ended, serve, type TestServer, type TestServerOptions } from '../support/server';
import { anotherTenant } from '../support/another-tenant';
import type { JsonSchema, Operation, PathParameter } from './operation';
import { operationsOf } from './operations';

/** What is not known by its example: a pair of currencies has two. */
const PATH_WORDS: Readonly<Record<string, string>> = { quote: 'USD', kind: 'deposit' };

/** Ids of things that exist, by the prefix of their kind. */
type Things = Readonly<Record<string, string>>;

/** A server with something of everything in it, for our tenant and for another one. */
export class Scene {
  private constructor(
    readonly server: TestServer,
    readonly operations: readonly Operation[],
    readonly own: Things,
    readonly strangers: Things,
    readonly second: string,
  ) {}

  static async open(options: TestServerOptions = {}): Promise<Scene> {
    const server = await serve(options);
    const stranger = await anotherTenant(server);
    const own = await furnished(server.client);
    const strangers = await furnished(stranger);
    const second = await opened(server.client, 'USD');
    return new Scene(server, operationsOf(await documentOf(server.url)), own, strangers, second);
  }

  /** The path of a call with its parameters filled in, so that it finds something. */
  path({ path, parameters }: Operation, things: Things = this.own): string {
    const valueOf = ({ name, example }: PathParameter): string =>
      PATH_WORDS[name] ?? (example && things[prefixOf(example)]) ?? example ?? name;
    return parameters.reduce(
      (filled, parameter) => filled.replace(`{${parameter.name}}`, valueOf(parameter)),
      path,
    );
  }

  /** A body that the call takes. */
  body({ body }: Operation, things: Things = this.own): Record<string, unknown> {
    return this.valueOf('', body ?? {}, things) as Record<string, unknown>;
  }

  private valueOf(name: string, schema: JsonSchema, things: Things): unknown {
    const known = this.words(things)[name];
    if (known !== undefined) return known;
    if (schema.enum) return schema.enum[0];
    // One of each that it may be.
    if (schema.items) {
      const { anyOf = [schema.items] } = schema.items;
      return anyOf.map((item) => this.valueOf('', item, things));
    }
    if (schema.properties) {
      const required = schema.required ?? [];
      return Object.fromEntries(
        Object.entries(schema.properties)
          .filter(([field]) => required.includes(field))
          .map(([field, value]) => [field, this.valueOf(field, value, things)]),
      );
    }
    return schema.examples?.[0] ?? 'x';
  }

  /** What stands in the fields that a schema alone says too little of. */
  private words(things: Things): Readonly<Record<string, string | undefined>> {
    return {
      accountId: things['acc'],
      fromAccountId: things['acc'],
      toAccountId: this.second,
      amount: '1.00',
      currency: 'EUR',
      from: 'EUR',
      to: 'USD',
      rate: '1.1',
      source: 'sim:success',
      destination: 'sim:success',
      role: 'member',
    };
  }

  /** Everything that a refused call must leave as it is, once nothing is under way any more. */
  async state(): Promise<string> {
    const { app } = this.server;
    const outbox = app.get(Outbox, { strict: false });
    do {
      await new Promise((resolve) => setTimeout(resolve, 10));
      await app.get(Turns, { strict: false }).idle();
    } while ((await outbox.depth(Date.now())).tasks > 0);
    const audit = app.get(AuditStore, { strict: false });
    const lines: string[] = [];
    for (const { id } of await app.get(ReadStore, { strict: false }).tenants()) {
      lines.push(JSON.stringify(await audit.head(id)));
    }
    for await (const line of audit.dumpProjections()) lines.push(line);
    return lines.join('\n');
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}

export const prefixOf = (id: string): string => id.slice(0, id.indexOf('_'));

async function opened(client: Client, currency: string): Promise<string> {
  const { body } = await client.post('/v1/accounts', { currency });
  return String(body['id']);
}

/** An account with money, and one of everything that begins with one. */
async function furnished(client: Client): Promise<Things> {
  const [acc, other] = [await opened(client, 'EUR'), await opened(client, 'EUR')];
  const made = async (path: string, body: object): Promise<string> =>
    String((await client.post(path, body)).body['id']);
  const money = { amount: '100.00', currency: 'EUR' };
  const dep = await made('/v1/deposits', { ...money, accountId: acc, source: 'sim:success' });
  await ended(client, `/v1/deposits/${dep}`);
  const small = { amount: '1.00', currency: 'EUR' };
  const wdr = await made('/v1/withdrawals', {
    ...small,
    accountId: acc,
    destination: 'sim:success',
  });
  const withdrawal = await ended(client, `/v1/withdrawals/${wdr}`);
  const trf = await made('/v1/transfers', { ...small, fromAccountId: acc, toAccountId: other });
  const quo = await made('/v1/quotes', { from: 'EUR', to: 'USD', amount: '1.00' });
  const key = await made('/v1/keys', { name: 'spare' });
  const { id: pay } = withdrawal['payment'] as { id: string };
  return { acc, dep, wdr, trf, quo, key, pay };
}
