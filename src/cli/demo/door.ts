import { readEnvironment } from '../../config/environment';
import { AnsweredNo } from '../answered-no';
import { findServer, isAlive, type Door } from '../running-server';

const NONE = `no running server was found, and the tour needs one.

  Start one in another terminal:   npm start
  and then come back:              npm run demo

  The server must use the same DATABASE_URL as this command. For one that runs elsewhere set
  CAMBIST_URL (as http://127.0.0.1:3000) and CAMBIST_API_KEY (an admin key).`;

/** The server that is named in the environment, or else the one that runs on the database. */
export async function findDoor(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Door> {
  const { CAMBIST_URL: named = '', CAMBIST_API_KEY: key = '' } = env;
  if (named === '') {
    const server = await findServer(readEnvironment(env).database);
    if (server === undefined) throw new AnsweredNo(NONE);
    return server;
  }
  if (key === '') {
    throw new AnsweredNo('CAMBIST_URL is set, so CAMBIST_API_KEY must be too: an admin key of it.');
  }
  const url = named.replace(/\/+$/, '');
  if (!(await isAlive(url))) throw new AnsweredNo(`nobody answers at CAMBIST_URL (${url}).`);
  return { url, key };
}
