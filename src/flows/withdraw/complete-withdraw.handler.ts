import { CommandHandler } from '@nestjs/cqrs';
import { Answers } from '../../kernel/answers';
import { Flows } from '../../kernel/flows.port';
import { CompleteWithdrawCommand, WithdrawCompletedEvent } from './withdraw.messages';
import type { PaidWithdrawal } from './withdraw.state';

/** Debits what ConversionDone froze, whatever the rate or the provider says now. */
@CommandHandler(CompleteWithdrawCommand)
@Answers(WithdrawCompletedEvent)
export class CompleteWithdrawHandler {
  constructor(private readonly flows: Flows) {}

  execute({ meta }: CompleteWithdrawCommand): WithdrawCompletedEvent {
    const { accountId, requested, conversion, provider } = this.flows.of<PaidWithdrawal>(meta);

    return new WithdrawCompletedEvent(
      { accountId, requested, converted: conversion.amount, provider, conversion },
      meta,
    );
  }
}
