import fc from 'fast-check';

/**
 * Chance is the same in every run, so that a failure belongs to the change that it came with. Other
 * stories: `FC_SEED=7 npx jest …`.
 */
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 1) });
