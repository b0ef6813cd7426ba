import type { ProblemCode } from '../problems/problem-codes';
import type { Route } from './routes';

/** A body is read with these methods only; with others it is passed over. */
const METHODS_WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

const when = (holds: boolean, ...codes: readonly ProblemCode[]): readonly ProblemCode[] =>
  holds ? codes : [];

/**
 * What a route may answer that its handler knows nothing of: the guards, the readers of body, query
 * and path, and the limits of the server. A route that is not public refuses also what it does not
 * read: any field of a query, and a body.
 */
export const refusalsByNature = (route: Route): readonly ProblemCode[] => [
  ...when(!route.isPublic, 'unauthenticated', 'unknown-field'),
  ...when(route.isForAdmins, 'forbidden'),
  ...when(route.parameters.length > 0, 'not-found'),
  ...when(METHODS_WITH_BODY.has(route.method), 'malformed-json', 'body-too-large'),
  ...when(
    METHODS_WITH_BODY.has(route.method) && !route.isPublic,
    'invalid-field',
    'unsupported-media-type',
  ),
  ...when(route.query !== undefined, 'invalid-field'),
  ...route.headers.flatMap(({ refuses = [] }) => refuses),
  ...when(!route.isUncounted, 'overloaded'),
  // Of an uncounted one too: without a valid key the address is counted.
  ...when(!route.isPublic, 'too-many-requests'),
  'internal-error',
];
