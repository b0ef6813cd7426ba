import { CommandHandler } from '@nestjs/cqrs';
import { Answers } from '../../kernel/answers';
import { Flows } from '../../kernel/flows.port';
import { WithdrawConversionDoneEvent, RecordWithdrawConversionCommand } from './withdraw.messages';
import type { Withdrawal } from './withdraw.state';

@CommandHandler(RecordWithdrawConversionCommand)
@Answers(WithdrawConversionDoneEvent)
export class RecordWithdrawConversionHandler {
  constructor(private readonly flows: Flows) {}

  execute({
    data: { conversion },
    meta,
  }: RecordWithdrawConversionCommand): WithdrawConversionDoneEvent {
    const { accountId, requested } = this.flows.of<Withdrawal>(meta);

    return new WithdrawConversionDoneEvent(
      { accountId, requested, converted: conversion.amount, conversion },
      meta,
    );
  }
}
