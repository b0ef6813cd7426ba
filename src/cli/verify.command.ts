import type { Command } from 'commander';
import { Verification } from '../audit/verification';
import type { Verified } from '../audit/verify';
import { environmentToRead } from './environment-here';
import { withEngine } from './offline';
import { explained, print, type Printing } from './print';
import type { Paint } from './terminal/paint';

/** `cambist verify` */
export function addVerify(program: Command): void {
  const verify = program
    .command('verify')
    .description('check every invariant of the stored books; exit 0 when all hold, 1 when not');
  explained(verify, ['cambist verify', 'cambist verify --json']).action(
    async (options: Printing) => {
      const environment = environmentToRead();
      const verified = await withEngine({ environment, readOnly: true }, (engine) =>
        engine.get(Verification).ofAll(),
      );
      print(options, verified, (paint) => verdictInWords(verified, paint));
      process.exitCode = verified.ok ? 0 : 1;
    },
  );
}

/** Each check in a line, the first violation under it, and the verdict. */
export function verdictInWords({ ok, checks }: Verified, paint: Paint): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.map(
    (check) =>
      `${check.ok ? paint('green', '  ok    ') : paint('red', '  BROKEN')} ${check.name.padEnd(width)} ${String(check.checked).padStart(9)}` +
      (check.firstViolation === null ? '' : `\n           ${paint('red', check.firstViolation)}`),
  );
  const verdict = ok
    ? paint('green', 'Every invariant holds.')
    : paint('red', 'The books are NOT as they must be.');
  return `${lines.join('\n')}\n\n${verdict}\n`;
}
