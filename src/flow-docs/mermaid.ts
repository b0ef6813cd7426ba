/** The looks of what is drawn. The colours carry their own text colour: they hold on light and dark. */
const looks = {
  business: 'fill:#dbeafe,stroke:#1d4ed8,color:#172554',
  generic: 'fill:#e2e8f0,stroke:#475569,color:#0f172a',
  refused: 'fill:#fee2e2,stroke:#b91c1c,color:#450a0a',
  done: 'fill:#bbf7d0,stroke:#15803d,color:#052e16,stroke-width:3px',
  stopped: 'fill:#fecaca,stroke:#b91c1c,color:#450a0a,stroke-width:3px',
  outside: 'fill:#fef08a,stroke:#a16207,color:#422006,stroke-dasharray:5 4',
  decision: 'fill:#ffffff,stroke:#475569,color:#0f172a',
  aside: 'fill:#f5f5f4,stroke:#a8a29e,color:#44403c,stroke-dasharray:2 3',
} as const;

export type Look = keyof typeof looks;

/** A box is an event, a pill an end, a hexagon a decision, a slanted box what is not ours. */
export type Shape = 'box' | 'pill' | 'hexagon' | 'slanted';

const brackets: Readonly<Record<Shape, readonly [string, string]>> = {
  box: ['[', ']'],
  pill: ['([', '])'],
  hexagon: ['{{', '}}'],
  slanted: ['[/', '/]'],
};

export interface Node {
  /** What edges call it; any text that no other node has. */
  readonly key: string;
  readonly lines: readonly string[];
  readonly shape: Shape;
  readonly look: Look;
  /** The frame that it stands in. */
  readonly frame?: string | undefined;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label?: string | undefined;
  /** Dotted: it passes through the outside world, or time. */
  readonly dotted?: boolean;
}

export interface Drawing {
  readonly title: string;
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  /** Titles of the frames, by key, in the order in which they are drawn. */
  readonly frames?: Readonly<Record<string, string>>;
}

/** Room for the titles of frames, which arrows would otherwise run through. */
const LAYOUT =
  '%%{init: {"flowchart": {"subGraphTitleMargin": {"top": 6, "bottom": 22}, "wrappingWidth": 320}}}%%';

/** The text of a Mermaid flowchart, from top to bottom. Ends with a line feed. */
export function mermaid({ title, nodes, edges, frames = {} }: Drawing): string {
  const used = [...new Set(nodes.map(({ look }) => look))];
  return [
    LAYOUT,
    'flowchart TD',
    `  accTitle: ${plain(title)}`,
    ...nodes.filter(({ frame }) => frame === undefined).map((node) => `  ${drawn(node)}`),
    ...Object.entries(frames).flatMap(([key, name]) => framed(key, name, nodes)),
    ...edges.map((edge) => `  ${arrow(edge)}`),
    ...used.map((look) => `  classDef ${look} ${looks[look]}`),
    '',
  ].join('\n');
}

function framed(key: string, title: string, nodes: readonly Node[]): readonly string[] {
  const id = idOf(`frame ${key}`);
  const inside = nodes.filter(({ frame }) => frame === key);
  if (inside.length === 0) return [];
  return [
    `  subgraph ${id} [${quoted(title)}]`,
    ...inside.map((node) => `    ${drawn(node)}`),
    '  end',
    `  style ${id} fill:none,stroke:#94a3b8`,
  ];
}

const drawn = ({ key, lines, shape, look }: Node): string => {
  const [open, close] = brackets[shape];
  return `${idOf(key)}${open}${quoted(lines.map(escaped).join('<br/>'))}${close}:::${look}`;
};

const arrow = ({ from, to, label, dotted = false }: Edge): string => {
  const line = dotted ? '-.->' : '-->';
  const text = label === undefined ? '' : `|${quoted(escaped(label))}|`;
  return `${idOf(from)} ${line}${text} ${idOf(to)}`;
};

/** Mermaid has words of its own, `end` among them: with a prefix no name of ours is one. */
const idOf = (key: string): string => `n_${key.replace(/[^A-Za-z0-9]/g, '_')}`;

const quoted = (text: string): string => `"${text}"`;

const plain = (text: string): string => text.replace(/[\n;]/g, ' ');

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
