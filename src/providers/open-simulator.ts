import { SystemClock } from '../kernel/clock';
import { SimulatedBank } from './simulator/simulated-bank';
import { SimulatorRecord } from './simulator/simulator.record';
import { JournalFile } from './simulator/standalone/journal-file';
import { simulatorServer } from './simulator/standalone/simulator-server';

export interface SimulatorOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** The file of its record; it is made with its folder where there is none. */
  readonly record: string;
}

export interface RunningSimulator {
  readonly url: string;
  /** How many payments the lives before have left. */
  readonly remembered: number;
  /** Answers what has come, and lets go of the record. */
  readonly close: () => Promise<void>;
}

/** Starts the simulator on its own: a server with nothing of Cambist behind it. */
export async function openSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const journal = await JournalFile.open(options.record);
  const { payments } = journal;
  const record = new SimulatorRecord({ journal, payments });
  const server = simulatorServer(new SimulatedBank(record, new SystemClock()));
  const close = async (): Promise<void> => {
    await server.close();
    await journal.close();
  };
  try {
    const url = await server.listen({ host: options.host, port: options.port });
    return { url, remembered: payments.length, close };
  } catch (fault) {
    await close();
    throw fault;
  }
}
