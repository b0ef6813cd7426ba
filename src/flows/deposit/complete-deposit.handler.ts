import { CommandHandler } from '@nestjs/cqrs';
import { Answers } from '../../kernel/answers';
import { Flows } from '../../kernel/flows.port';
import { CompleteDepositCommand, DepositCompletedEvent } from './deposit.messages';
import type { PaidDeposit } from './deposit.state';

/** Credits what ConversionDone froze, whatever the rate or the provider says now. */
@CommandHandler(CompleteDepositCommand)
@Answers(DepositCompletedEvent)
export class CompleteDepositHandler {
  constructor(private readonly flows: Flows) {}

  execute({ meta }: CompleteDepositCommand): DepositCompletedEvent {
    const { accountId, requested, conversion, provider } = this.flows.of<PaidDeposit>(meta);

    return new DepositCompletedEvent(
      { accountId, requested, converted: conversion.amount, provider, conversion },
      meta,
    );
  }
}
