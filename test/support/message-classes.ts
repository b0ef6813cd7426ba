import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageClass } from '../../src/kernel/message';

const src = join(__dirname, '..', '..', 'src');

const isMessageClass = (exported: unknown): exported is MessageClass =>
  typeof exported === 'function' && typeof (exported as { type?: unknown }).type === 'string';

/** Every message that is declared in a `*.messages.ts`: events, commands and tasks. */
export function declaredMessages(): readonly MessageClass[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.messages.ts'))
    .sort()
    .flatMap((name) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- All of them, whatever they are called.
      const declared = require(join(src, name)) as Readonly<Record<string, unknown>>;
      return Object.values(declared).filter(isMessageClass);
    });
}

/** By the suffix of the class, which says how it is stored: in the log, in a letter, in the outbox. */
export const messagesOfKind = (suffix: 'Event' | 'Command' | 'Task'): readonly MessageClass[] =>
  declaredMessages().filter(({ name }) => name.endsWith(suffix));
