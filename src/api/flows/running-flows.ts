import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Projector } from '../../engine/projector';
import { describeAll } from '../../flow-docs/describe-flow';
import type { FlowDescription } from '../../flow-docs/description';
import { eventTypesOf, partsAmong } from '../../flow-docs/parts';

/** The flows of this very process, as their tables and handlers describe them. */
@Injectable()
export class RunningFlows {
  private known: readonly FlowDescription[] | undefined;
  private types: readonly string[] | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly projector: Projector,
  ) {}

  /** Customers' flows first, then the generic ones. Nothing of it changes while a process lives. */
  all(): readonly FlowDescription[] {
    return (this.known ??= describeAll(this.parts()));
  }

  named(kind: string): FlowDescription | undefined {
    return this.all().find((flow) => flow.kind === kind);
  }

  /** Every type under which this process records an event, also those of no flow. */
  eventTypes(): readonly string[] {
    return (this.types ??= eventTypesOf(this.parts()));
  }

  private parts() {
    return partsAmong(this.discovery.getProviders(), this.projector.projections);
  }
}
