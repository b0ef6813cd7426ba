import { describeFlow } from './describe-flow';
import { diagramOf } from './diagram';
import { exampleParts } from './example.fixture';
import { mermaid } from './mermaid';
import { diagramOfPath, type TakenEvent } from './taken-path';

const parts = exampleParts();
const letters = describeFlow('transfer', parts)!;
const scales = describeFlow('scales', parts)!;
const lines = (text: string): string[] => text.split('\n').map((line) => line.trim());

/** The arrows of a drawing, with their labels, without what is Mermaid's. */
const arrowsOf = (text: string): string[] =>
  lines(text)
    .filter((line) => /-->|-\.->/.test(line))
    .map((line) => line.replaceAll('n_', '').replaceAll('"', ''));

describe('the picture of a chain', () => {
  it('has every event, and every way from one to the next', () => {
    expect(arrowsOf(diagramOf(letters))).toEqual([
      'a_caller_asks -->|transfer.request| transfer_requested',
      'a_caller_asks -->|scales.take-back| scales_failed',
      'transfer_requested -->|scales.ask| scales_asked',
      'scales_asked --> scales_weigh',
      'scales_weigh --> scales_weighed',
      'scales_weigh --> scales_failed',
      'scales_weighed -->|transfer.carry| transfer_carried',
      'transfer_carried -.->|transfer.deliver| the_outside_world',
      'the_outside_world -.-> transfer_report',
      'transfer_report --> transfer_completed',
      'transfer_report --> transfer_oddity_found',
      'scales_failed -->|transfer.reject| transfer_rejected',
    ]);
  });

  it('tells business, generic, refusal, end and outside by their looks', () => {
    const looks = Object.fromEntries(
      lines(diagramOf(letters))
        .map((line) => /^n_(\w+).*:::(\w+)$/.exec(line))
        .flatMap((found) => (found ? [[found[1], found[2]]] : [])),
    );
    expect(looks).toEqual({
      a_caller_asks: 'outside',
      transfer_requested: 'business',
      scales_asked: 'generic',
      scales_weigh: 'decision',
      scales_weighed: 'generic',
      scales_failed: 'refused',
      transfer_carried: 'business',
      the_outside_world: 'outside',
      transfer_report: 'decision',
      transfer_completed: 'done',
      transfer_oddity_found: 'aside',
      transfer_rejected: 'stopped',
    });
  });

  it('says how many rules a decision has, and where money moves', () => {
    const text = diagramOf(letters);
    expect(text).toContain('{{"scales.weigh<br/>2 rules"}}');
    expect(text).toContain('(["transfer.completed<br/>posts to the ledger"])');
  });

  it('frames a generic chain where another flow uses it, and not on its own', () => {
    expect(diagramOf(letters)).toContain(
      'subgraph n_frame_scales ["scales: the same for every flow"]',
    );
    expect(diagramOf(scales)).not.toContain('subgraph');
  });

  it('shows where a generic chain comes from, and where it goes on', () => {
    expect(arrowsOf(diagramOf(scales))).toEqual([
      'a_flow_asks -->|scales.ask| scales_asked',
      'a_caller_asks -->|scales.take-back| scales_failed',
      'scales_asked --> scales_weigh',
      'scales_weigh --> scales_weighed',
      'scales_weigh --> scales_failed',
      'scales_weighed --> back_to_the_flow',
      'scales_failed --> back_to_the_flow',
    ]);
  });
});

describe('the picture of one flow', () => {
  const event = (sequence: number, type: string, causationId: string): TakenEvent => ({
    id: `evt_${sequence}`,
    sequence,
    type,
    causationId,
  });
  const sent = [
    event(1, 'transfer.requested', 'req_1'),
    event(2, 'scales.asked', 'evt_1'),
    event(3, 'scales.weighed', 'evt_2'),
    event(4, 'transfer.carried', 'evt_3'),
  ];
  const drawn = (events: readonly TakenEvent[], status: 'pending' | 'completed'): string =>
    diagramOfPath({ id: 'trf_1', status, events }, letters);

  it('goes from event to event by what caused what, and names the commands between', () => {
    const events = [...sent, event(5, 'transfer.completed', 'tsk_1')];
    expect(arrowsOf(drawn(events, 'completed'))).toEqual([
      'a_caller_asked -->|transfer.request| evt_1',
      'evt_1 -->|scales.ask| evt_2',
      'evt_2 -->|scales.weigh| evt_3',
      'evt_3 -->|transfer.carry| evt_4',
      'evt_4 -.->|transfer.deliver| the_outside_world',
      'the_outside_world -.->|transfer.report| evt_5',
    ]);
    expect(drawn(events, 'completed')).toContain('n_evt_5(["5. transfer.completed"]):::done');
  });

  it('says that an answer is awaited while the flow is pending', () => {
    expect(drawn(sent, 'pending')).toContain('the outside world<br/>its answer is awaited');
    expect(drawn(sent, 'completed')).not.toContain('awaited');
  });

  it('tells what a caller asked for later from what came from outside', () => {
    const asked = 'req_0192f0c1-2345-7abc-8def-0123456789ab';
    const text = drawn([...sent.slice(0, 2), event(3, 'scales.failed', asked)], 'pending');
    expect(arrowsOf(text)).toContain('a_caller_asked -->|scales.take-back| evt_3');
  });

  it('leaves the outside world out where it had no part', () => {
    expect(drawn(sent.slice(0, 2), 'pending')).not.toContain('the outside world');
  });

  it('shows an event that the tables do not know any more', () => {
    const text = drawn([...sent.slice(0, 1), event(2, 'transfer.stamped', 'evt_1')], 'pending');
    expect(text).toContain('n_evt_2["2. transfer.stamped"]:::aside');
    expect(arrowsOf(text)).toContain('evt_1 --> evt_2');
  });
});

describe('Mermaid text', () => {
  it('takes no name for a word of its own, and no text for markup', () => {
    const text = mermaid({
      title: 'a; b',
      nodes: [{ key: 'end', lines: ['<b>"&'], shape: 'box', look: 'generic' }],
      edges: [{ from: 'end', to: 'end', label: '"' }],
    });
    expect(text).toContain('n_end["&lt;b&gt;&quot;&amp;"]:::generic');
    expect(text).toContain('n_end -->|"&quot;"| n_end');
    expect(text).toContain('accTitle: a  b');
  });

  it('draws no empty frame', () => {
    expect(mermaid({ title: '', nodes: [], edges: [], frames: { a: 'A' } })).not.toContain(
      'subgraph',
    );
  });
});
