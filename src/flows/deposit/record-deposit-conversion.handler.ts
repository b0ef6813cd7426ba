import { CommandHandler } from '@nestjs/cqrs';
import { Answers } from '../../kernel/answers';
import { Flows } from '../../kernel/flows.port';
import { DepositConversionDoneEvent, RecordDepositConversionCommand } from './deposit.messages';
import type { Deposit } from './deposit.state';

@CommandHandler(RecordDepositConversionCommand)
@Answers(DepositConversionDoneEvent)
export class RecordDepositConversionHandler {
  constructor(private readonly flows: Flows) {}

  execute({
    data: { conversion },
    meta,
  }: RecordDepositConversionCommand): DepositConversionDoneEvent {
    const { accountId, requested } = this.flows.of<Deposit>(meta);

    return new DepositConversionDoneEvent(
      { accountId, requested, converted: conversion.amount, conversion },
      meta,
    );
  }
}
