import { Module } from '@nestjs/common';
import { Turns, type Work } from '../../src/engine/turns';

/** The same engine without its turns: every piece of work waits for the commit of the one before. */
@Module({})
export class TurnsOfOneModule {
  constructor(turns: Turns) {
    const waiting: Work[] = [];
    const add = turns.add.bind(turns);
    let isRunning = false;
    const carryAll = async (): Promise<void> => {
      isRunning = true;
      for (let work = waiting.shift(); work !== undefined; work = waiting.shift()) {
        add(work);
        await turns.idle();
      }
      isRunning = false;
    };
    turns.add = (work) => {
      waiting.push(work);
      if (!isRunning) void carryAll();
    };
  }
}
