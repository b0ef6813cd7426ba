import { CommandHandler } from '@nestjs/cqrs';
import { Answers } from '../../kernel/answers';
import { Flows } from '../../kernel/flows.port';
import { DepositFailedEvent, FailDepositCommand } from './deposit.messages';
import type { PaidDeposit } from './deposit.state';

@CommandHandler(FailDepositCommand)
@Answers(DepositFailedEvent)
export class FailDepositHandler {
  constructor(private readonly flows: Flows) {}

  execute({ data: { code, reason }, meta }: FailDepositCommand): DepositFailedEvent {
    const { accountId, requested, conversion, day } = this.flows.of<PaidDeposit>(meta);

    return new DepositFailedEvent(
      {
        accountId,
        requested,
        converted: conversion.amount,
        day,
        failure: { code, detail: reason },
      },
      meta,
    );
  }
}
