import { setTimeout as pause } from 'node:timers/promises';
import type { FlowView } from '../../api/flows/flow.view';
import { drawFlow, type Chain } from '../terminal/draw-flow';
import type { Paint } from '../terminal/paint';
import { aligned } from '../terminal/table';

/** Something that the tour said, and whether it was so. */
interface Fact {
  readonly says: string;
  readonly holds: boolean;
}

interface Chapter {
  readonly title: string;
  readonly flows: string[];
  readonly facts: Fact[];
}

export interface GuideOptions {
  readonly paint: Paint;
  readonly write: (text: string) => void;
  /** Milliseconds between the chapters, for who reads along. */
  readonly breath: number;
}

/** Leads through the tour: tells what happens, and keeps account of what was as it was told. */
export class Guide {
  private readonly chapters: Chapter[] = [];

  constructor(private readonly options: GuideOptions) {}

  /** What the tour came to, for a program. */
  account(): { readonly ok: boolean; readonly chapters: readonly Chapter[] } {
    return { ok: this.isAsTold, chapters: this.chapters };
  }

  get isAsTold(): boolean {
    return this.chapters.every(({ facts }) => facts.every(({ holds }) => holds));
  }

  async chapter(title: string, text: string): Promise<void> {
    if (this.chapters.length > 0) await pause(this.options.breath);
    const number = String(this.chapters.push({ title, flows: [], facts: [] }));
    this.line('');
    this.line(this.options.paint('bold', `${number}. ${title}`));
    for (const line of text.split('\n')) this.line(this.options.paint('dim', `   ${line}`));
    this.line('');
  }

  /** A call as it is made, so that the reader can make it too. */
  call(method: string, path: string, body?: unknown): void {
    const text = body === undefined ? '' : ` ${JSON.stringify(body)}`;
    this.line(`   ${this.options.paint('cyan', `${method} ${path}`)}${text}`);
  }

  /** Says what must be so; what is not so is shown beside what is. */
  fact(says: string, got: unknown, expected: unknown): void {
    const { paint } = this.options;
    const holds = JSON.stringify(got) === JSON.stringify(expected);
    this.current.facts.push({ says, holds });
    this.line(`   ${holds ? paint('green', '✔') : paint('red', '✖')} ${says}`);
    if (holds) return;
    const told = `expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`;
    this.line(paint('red', `     not as promised: ${told}`));
  }

  flow(flow: FlowView, chain: Chain): void {
    this.current.flows.push(flow.id);
    this.line('');
    for (const line of drawFlow(flow, chain, this.options.paint).trimEnd().split('\n')) {
      this.line(`   ${line}`.trimEnd());
    }
    this.line('');
  }

  rows(rows: readonly (readonly string[])[], numbers: readonly number[]): void {
    for (const row of aligned(rows, numbers)) this.line(`   ${row}`);
  }

  lines(text: string): void {
    for (const line of text.trimEnd().split('\n')) this.line(`   ${line}`.trimEnd());
  }

  private line(text: string): void {
    this.options.write(`${text}\n`);
  }

  private get current(): Chapter {
    const chapter = this.chapters.at(-1);
    if (chapter === undefined) throw new Error('The tour has not begun.');
    return chapter;
  }
}
