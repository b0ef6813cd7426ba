import type { Command } from 'commander';
import { Verification } from '../audit/verification';
import type { Verified } from '../audit/verify';
import { environmentHere } from './environment-here';
import { withEngine } from './offline';

/** `cambist verify` */
export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('check every invariant of the stored books; exit 0 when all hold, 1 when not')
    .option('--json', 'print JSON')
    .action(async ({ json }: { readonly json?: true }) => {
      const { database, masterKey } = environmentHere();
      const verified = await withEngine({ database, masterKey, readOnly: true }, (engine) =>
        engine.get(Verification).ofAll(),
      );
      process.stdout.write(json ? `${JSON.stringify(verified)}\n` : report(verified));
      process.exitCode = verified.ok ? 0 : 1;
    });
}

function report({ ok, checks }: Verified): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.map(
    (check) =>
      `${check.ok ? '  ok    ' : '  BROKEN'} ${check.name.padEnd(width)} ${String(check.checked).padStart(9)}` +
      (check.firstViolation === null ? '' : `\n           ${check.firstViolation}`),
  );
  const verdict = ok ? 'Every invariant holds.' : 'The books are NOT as they must be.';
  return `${lines.join('\n')}\n\n${verdict}\n`;
}
