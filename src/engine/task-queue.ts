import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import type { Task } from '../store/records';
import { isTrial, type Told } from './order';

/** Tasks on their way from the turn that committed them to the worker, within one process. */
@Injectable()
export class TaskQueue {
  readonly born$ = new Subject<Task>();

  /**
   * Whether a worker of this process performs what is born here. Where none does (on the command
   * line, while a server drains) a task is born in nobody's hands, for whoever looks next.
   */
  isServed = false;

  /** Tells the worker of the tasks of a committed segment: it holds their lease already. */
  born({ order, newTasks }: Told): void {
    if (isTrial(order)) return;
    for (const task of newTasks) this.born$.next(task);
  }
}
