import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import type { Task } from '../store/records';
import type { Carried } from './order';

/** Tasks on their way from the turn that committed them to the worker, within one process. */
@Injectable()
export class TaskQueue {
  readonly born$ = new Subject<Task>();

  /** Tells the worker of the tasks of a committed segment: it holds their lease already. */
  born({ order, world }: Carried): void {
    if (order.origin.kind === 'request' && order.origin.dryRun) return;
    for (const task of world.newTasks()) this.born$.next(task);
  }
}
