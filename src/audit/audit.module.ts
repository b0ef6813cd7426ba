import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Verification } from './verification';

/** Looks whether everything that must hold does. It needs the store's ports and the engine's. */
@Module({
  imports: [DiscoveryModule],
  providers: [Verification],
  exports: [Verification],
})
export class AuditModule {}
