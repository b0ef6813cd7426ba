/** The injection token of the process's one pino logger. */
export const LOGGER = Symbol('logger');
