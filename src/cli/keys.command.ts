import { Option, type Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { keyView, type KeyView } from '../api/keys/key.view';
import { KeyMaking } from '../boot/key-making';
import { hashOfApiKey, newApiKey } from '../http/auth/api-key';
import { Ids, type KeyId } from '../kernel/ids';
import type { Role } from '../tenancy/tenancy';
import { CreateKeyCommand, RevokeKeyCommand } from '../tenancy/tenancy.messages';
import { booksOf, carriedHere, changing, reading } from './books';
import { explained, print, type Printing } from './print';
import { callServer } from './running-server';
import type { Paint } from './terminal/paint';
import { table } from './terminal/table';

const roles: readonly Role[] = ['admin', 'member'];

interface CreateOptions extends Printing {
  readonly name: string;
  readonly role: Role;
}

type MadeKey = KeyView & { readonly key: string };

/** `cambist keys …` */
export function addKeys(program: Command): void {
  const keys = program.command('keys').description('API keys: who may call the server');
  addList(keys);
  addCreate(keys);
  addRevoke(keys);
}

function addList(keys: Command): void {
  const list = keys.command('list').description('list the API keys; what is secret is not shown');
  explained(list, ['cambist keys list', 'cambist keys list --json']).action(
    async (options: Printing) => {
      const found = await reading(({ reads, tenantId }) => reads.keys(tenantId));
      const data = found.map(keyView);
      print(options, { data }, (paint) => keysInWords(data, paint));
    },
  );
}

const keysInWords = (keys: readonly KeyView[], paint: Paint): string =>
  table(
    ['id', 'name', 'role', 'created', 'revoked'],
    keys.map(({ id, name, role, createdAt, revokedAt }) => [
      id,
      name,
      role,
      createdAt,
      paint('red', revokedAt ?? ''),
    ]),
    { paint, nothing: 'No keys: make one with "cambist keys create".' },
  );

function addCreate(keys: Command): void {
  const create = keys
    .command('create')
    .description('make an API key; it is printed once, and only its hash is stored')
    .option('--name <name>', 'what the key is for', 'command line')
    .addOption(
      new Option(
        '--role <role>',
        'admin (everything) or member (no rates, currencies, settings, keys or dead letters)',
      )
        .choices(roles)
        .default('admin'),
    );
  explained(create, [
    'cambist keys create --name "web shop" --role member',
    'KEY=$(cambist keys create)',
  ]).action(async ({ json, ...asked }: CreateOptions) => {
    const made = await changing<MadeKey>({
      online: (server) => callServer(server, 'POST', '/v1/keys', asked),
      offline: (engine) => createdHere(engine, asked),
    });
    print(json === undefined ? {} : { json }, made, () => `${made.key}\n`);
  });
}

async function createdHere(
  engine: INestApplicationContext,
  { name, role }: Pick<CreateOptions, 'name' | 'role'>,
): Promise<MadeKey> {
  const key = newApiKey();
  const tenantId = await engine.get(KeyMaking).firstTenant();
  const data = { keyId: engine.get(Ids).next('key'), name, role, hash: hashOfApiKey(key) };
  const made = await carriedHere<KeyView, typeof data>(
    { engine, tenantId },
    { command: CreateKeyCommand, data },
  );
  return { ...made, key };
}

function addRevoke(keys: Command): void {
  const revoke = keys
    .command('revoke')
    .description('revoke an API key: from now on it lets nobody in')
    .argument('<id>', 'of the key (key_…), as "cambist keys list" shows it');
  explained(revoke, ['cambist keys revoke key_01a1fc12-2f97-7641-a79d-6c294c5fa800']).action(
    async (id: string, options: Printing) => {
      const revoked = await changing<KeyView>({
        online: (server) => callServer(server, 'DELETE', `/v1/keys/${encodeURIComponent(id)}`),
        offline: async (engine) =>
          carriedHere(await booksOf(engine), {
            command: RevokeKeyCommand,
            data: { keyId: id as KeyId },
            touches: { keyIds: [id] },
          }),
      });
      print(options, revoked, () => `${revoked.id} (${revoked.name}) was revoked.\n`);
    },
  );
}
