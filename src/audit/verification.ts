import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Projector } from '../engine/projector';
import type { TenantId } from '../kernel/ids';
import { AuditStore } from '../store/store.port';
import { chainsOf, type Chains, type Provided } from './chains';
import { verify, type Verified } from './verify';

/** The process is ending; whether the books hold was not found out. */
export class VerificationStopped extends Error {
  constructor() {
    super('The verification was broken off because the process is ending.');
  }
}

/**
 * Verifies on request, beside live traffic: one tenant after the other, one at a time. Who asks
 * while their tenant is being verified is told of the next round, which sees all that was
 * committed before they asked; all who wait for it share it.
 */
@Injectable()
export class Verification implements OnModuleInit, BeforeApplicationShutdown {
  private chains: Chains = chainsOf([]);
  private last: Promise<unknown> = Promise.resolve();
  private readonly stopping = new AbortController();
  private readonly waiting = new Map<TenantId, Promise<Verified>>();

  constructor(
    private readonly audit: AuditStore,
    private readonly projector: Projector,
    private readonly discovery: DiscoveryService,
  ) {}

  onModuleInit(): void {
    this.chains = chainsOf(this.discovery.getProviders().flatMap(provided));
  }

  /** A long look would outlast the drain: it is broken off, and whoever waits is told. */
  beforeApplicationShutdown(): void {
    this.stopping.abort(new VerificationStopped());
  }

  /** Rejects with VerificationStopped when the process ends before it is through. */
  of(tenantId: TenantId): Promise<Verified> {
    const waiting = this.waiting.get(tenantId);
    if (waiting !== undefined) return waiting;
    const round = this.last.then(() => this.begin(tenantId));
    this.waiting.set(tenantId, round);
    this.last = round.catch(() => undefined);
    return round;
  }

  /** Every tenant's books, one after the other: for the command line. */
  ofAll(): Promise<Verified> {
    const { audit, projector, chains, stopping } = this;
    return verify({ audit }, { projector, chains }, { signal: stopping.signal });
  }

  /** From here on whoever asks waits for another round: this one may not see what they did. */
  private begin(tenantId: TenantId): Promise<Verified> {
    this.waiting.delete(tenantId);
    const { audit, projector, chains, stopping } = this;
    return verify({ audit }, { projector, chains }, { tenantId, signal: stopping.signal });
  }
}

type Wrapper = ReturnType<DiscoveryService['getProviders']>[number];

/** A class that a module provides, with its instance. */
const provided = ({ metatype, instance }: Wrapper): readonly Provided[] =>
  typeof metatype === 'function' && typeof instance === 'object' && instance !== null
    ? [{ metatype: metatype as Provided['metatype'], instance: instance as object }]
    : [];
