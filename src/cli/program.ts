import { Command } from 'commander';
import { version } from '../config/version';
import { addBackup } from './backup.command';
import { addDeadLetters } from './deadletters.command';
import { addDemo } from './demo/demo.command';
import { addFlows } from './flows.command';
import { addKeys } from './keys.command';
import { addMigrate } from './migrate.command';
import { addRates } from './rates.command';
import { addRebuild } from './rebuild.command';
import { addSimulator } from './simulator.command';
import { addVerify } from './verify.command';

const HELP = `
Settings come from the environment, as for the server: DATABASE_URL says which books are meant
(sqlite:./data/cambist.db when it is not set). What only looks never changes anything, and may run
beside the server. What changes something goes through the server when one is running.

Exit codes: 0 done, 1 the answer is no (not found, refused, not as it must be), 2 it could not run.

Begin with:
  $ cambist demo            a guided tour, beside a running "npm start"
  $ cambist flows list      what has happened
  $ cambist flows show <id> one of them, event by event
`;

/** The command line as a whole, for who runs it and for who documents it. */
export function cambist(): Command {
  const program = new Command('cambist')
    .description('Cambist: a multi-currency payments workflow engine.')
    .version(version(), '-V, --version', 'print the version')
    .showHelpAfterError('(--help shows what there is)')
    .exitOverride()
    .addHelpText('after', HELP);
  addFlows(program);
  addDeadLetters(program);
  addKeys(program);
  addRates(program);
  addVerify(program);
  addRebuild(program);
  addBackup(program);
  addMigrate(program);
  addSimulator(program);
  addDemo(program);
  return program;
}
