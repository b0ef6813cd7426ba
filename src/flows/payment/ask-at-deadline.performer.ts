import { Injectable } from '@nestjs/common';
import { instantOf } from '../../kernel/clock';
import { Performs, type Performed } from '../../kernel/task';
import { AskUntilDeadlinePerformer } from './ask-until-deadline.performer';
import { AskAtDeadlineTask, AskUntilDeadlineTask } from './payment.messages';

/** It was due no sooner than at the deadline, whenever that began. */
const LONG_AGO = instantOf(0);

/** Asks once more, at its deadline, what an earlier version has left to be asked. */
@Injectable()
@Performs(AskAtDeadlineTask)
export class AskAtDeadlinePerformer {
  constructor(private readonly performer: AskUntilDeadlinePerformer) {}

  async perform({ data, meta }: AskAtDeadlineTask): Promise<Performed> {
    return this.performer.perform(new AskUntilDeadlineTask({ ...data, since: LONG_AGO }, meta));
  }
}
