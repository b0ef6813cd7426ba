import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import type { Task } from '../store/records';
import { isTrial, type Told } from './order';

/** Tasks on their way from the turn that committed them to the worker, within one process. */
@Injectable()
export class TaskQueue {
  readonly born$ = new Subject<Task>();

  /** Tells the worker of the tasks of a committed segment: it holds their lease already. */
  born({ order, newTasks }: Told): void {
    if (isTrial(order)) return;
    for (const task of newTasks) this.born$.next(task);
  }
}
