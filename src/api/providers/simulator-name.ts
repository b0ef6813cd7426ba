/** The name of the built-in provider, in paths and in payments. */
export const SIMULATOR = 'simulator';
