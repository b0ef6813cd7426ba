import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { filter, type Subscription } from 'rxjs';
import { Turns } from '../../engine/turns';
import { KeyCache } from '../../http/auth/key-cache';
import { KeyCreatedEvent, KeyRevokedEvent } from '../../tenancy/tenancy.messages';

const ABOUT_KEYS: ReadonlySet<string> = new Set([KeyCreatedEvent.type, KeyRevokedEvent.type]);

/** Sees to it that a key which was revoked opens nothing any more, however recently it was used. */
@Injectable()
export class RevokedKeys implements OnModuleInit, OnModuleDestroy {
  private subscription: Subscription | undefined;

  constructor(
    private readonly turns: Turns,
    private readonly keys: KeyCache,
  ) {}

  onModuleInit(): void {
    this.subscription = this.turns.committed$
      .pipe(filter((events) => events.some(({ type }) => ABOUT_KEYS.has(type))))
      .subscribe(() => {
        this.keys.forget();
      });
  }

  onModuleDestroy(): void {
    this.subscription?.unsubscribe();
  }
}
