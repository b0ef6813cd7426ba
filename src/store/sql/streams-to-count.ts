import type { Named, Wanted } from '../records';

/** The streams whose number of events a turn is told: those that it wants, and its tenants' own. */
export const streamsToCount = ({ streams, tenants }: Wanted): readonly Named[] => [
  ...streams,
  ...tenants
    .filter((tenantId) => !streams.some(({ id }) => id === tenantId))
    .map((tenantId) => ({ tenantId, id: tenantId })),
];
