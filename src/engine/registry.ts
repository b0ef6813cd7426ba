import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { COMMANDS, SAGAS } from '../kernel/cqrs-metadata';
import type { FlowSaga, SagaFunction } from '../kernel/flow';
import type { MessageClass } from '../kernel/message';
import { performedBy, type PerformedTask, type TaskPerformer } from '../kernel/task';

export interface Performer extends PerformedTask {
  readonly performer: TaskPerformer;
}

const isFlowSaga = (saga: SagaFunction): saga is FlowSaga => 'flow' in saga;

const NO_TABLES: readonly FlowSaga[] = [];

/**
 * What the application's modules bring: sagas, command classes and task performers, found by
 * their decorators. The sagas are driven by the engine, one event at a time, and not by the
 * EventBus, where one throw would make a saga deaf for good.
 */
@Injectable()
export class Registry implements OnModuleInit {
  private readonly tablesByEvent = new Map<string, FlowSaga[]>();
  /** Sagas that are no table: they may react to any event. */
  readonly sagasOfAnything: SagaFunction[] = [];
  readonly commands = new Map<string, MessageClass>();
  readonly performers = new Map<string, Performer>();

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      if (typeof metatype !== 'function' || typeof instance !== 'object' || instance === null) {
        continue;
      }
      this.addSagas(instance as Record<string, SagaFunction>);
      this.addCommand(metatype);
      this.addPerformer(metatype, instance as TaskPerformer);
    }
  }

  /** The tables that have an arrow from an event of this type. */
  tablesFor(type: string): readonly FlowSaga[] {
    return this.tablesByEvent.get(type) ?? NO_TABLES;
  }

  private addSagas(instance: Record<string, SagaFunction>): void {
    const names = Reflect.getMetadata(SAGAS, instance.constructor) as string[] | undefined;
    for (const name of names ?? []) {
      const saga = instance[name];
      if (saga === undefined) continue;
      if (isFlowSaga(saga)) this.addTable(saga);
      else this.sagasOfAnything.push(saga);
    }
  }

  private addTable(saga: FlowSaga): void {
    for (const type of new Set(saga.flow.arrows.map(({ event }) => event.type))) {
      this.tablesByEvent.set(type, [...this.tablesFor(type), saga]);
    }
  }

  private addCommand(handler: object): void {
    const command = Reflect.getMetadata(COMMANDS, handler) as MessageClass | undefined;
    if (command !== undefined) this.commands.set(command.type, command);
  }

  private addPerformer(provider: object, performer: TaskPerformer): void {
    const performed = performedBy(provider as Parameters<typeof performedBy>[0]);
    if (performed !== undefined) {
      const patience = { ...performed.patience, ...performer.patience };
      this.performers.set(performed.task.type, { task: performed.task, patience, performer });
    }
  }
}
