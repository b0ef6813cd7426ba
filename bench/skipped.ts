/** Something that a case needs is not here: told, and no failure. */
export class Skipped extends Error {}
