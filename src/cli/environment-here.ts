import { readEnvironment } from '../config/environment';
import { prepare, type Prepared } from '../config/preparation';

/** The environment in which the command was typed, checked as the server checks it. */
export const environmentHere = (): Prepared => prepare(readEnvironment(process.env));
