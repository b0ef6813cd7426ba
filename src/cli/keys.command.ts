import type { Command } from 'commander';
import { KeyMaking } from '../boot/key-making';
import type { Prepared } from '../config/preparation';
import { newApiKey } from '../http/auth/api-key';
import type { Role } from '../tenancy/tenancy';
import { environmentHere } from './environment-here';
import { withEngine } from './offline';
import { callServer, findServer } from './running-server';

interface CreateOptions {
  readonly name: string;
  readonly role: Role;
  readonly json?: true;
}

/** `cambist keys …` */
export function addKeys(program: Command): void {
  const keys = program.command('keys').description('API keys: who may call the server');
  keys
    .command('create')
    .description('make an API key; it is printed once, and only its hash is stored')
    .option('--name <name>', 'what the key is for', 'command line')
    .option(
      '--role <role>',
      'admin (everything) or member (no rates, keys or retries)',
      roleOf,
      'admin',
    )
    .option('--json', 'print JSON')
    .action(async (options: CreateOptions) => {
      const key = await createKey(environmentHere(), options);
      process.stdout.write(options.json ? `${JSON.stringify({ key })}\n` : `${key}\n`);
    });
}

function roleOf(text: string): Role {
  if (text === 'admin' || text === 'member') return text;
  throw new Error('--role must be admin or member.');
}

/** Through the running server where there is one; otherwise straight into the store. */
async function createKey(
  { database, masterKey }: Prepared,
  { name, role }: CreateOptions,
): Promise<string> {
  const server = await findServer(database);
  if (server !== undefined) {
    const made = await callServer<{ readonly key: string }>(server, 'POST', '/v1/keys', {
      name,
      role,
    });
    return made.key;
  }
  return withEngine({ database, masterKey, readOnly: false }, async (engine) => {
    const making = engine.get(KeyMaking);
    const key = newApiKey();
    await making.ensureKey(await making.firstTenant(), key, name, role);
    return key;
  });
}
