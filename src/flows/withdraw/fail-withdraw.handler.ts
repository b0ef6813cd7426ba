import { CommandHandler } from '@nestjs/cqrs';
import { Answers } from '../../kernel/answers';
import { Flows } from '../../kernel/flows.port';
import { WithdrawFailedEvent, FailWithdrawCommand } from './withdraw.messages';
import type { PaidWithdrawal } from './withdraw.state';

@CommandHandler(FailWithdrawCommand)
@Answers(WithdrawFailedEvent)
export class FailWithdrawHandler {
  constructor(private readonly flows: Flows) {}

  execute({ data: { code, reason }, meta }: FailWithdrawCommand): WithdrawFailedEvent {
    const { accountId, requested, conversion, day } = this.flows.of<PaidWithdrawal>(meta);

    return new WithdrawFailedEvent(
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
