/**
 * The advisory locks that we take. Their numbers were made up and mean nothing; another program on
 * the same database will hardly have the same ones. Instances of every build must agree on them:
 * they never change.
 */

/** Held by whoever brings the schema up, so that of several instances one does. */
export const BRINGING_UP = 7_301_949_186_231;
/** Held by whoever begins what may be begun once. */
export const ALONE = 7_301_949_186_232;
/** Shared by every connection that turns are written on; see `openForTurns`. */
export const IN_USE = 7_301_949_186_233;
