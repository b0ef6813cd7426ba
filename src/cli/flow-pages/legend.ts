import { mermaid } from '../../flow-docs/mermaid';

/** The legend of the pictures, drawn as they are. */
export const legend = (): string =>
  mermaid({
    title: 'How to read the pictures',
    nodes: [
      {
        key: 'outside',
        lines: ['not ours: a caller,', 'the outside world'],
        shape: 'slanted',
        look: 'outside',
      },
      { key: 'business', lines: ['an event of this flow'], shape: 'box', look: 'business' },
      {
        key: 'generic',
        lines: ['an event that is the same', 'for every flow'],
        shape: 'box',
        look: 'generic',
      },
      {
        key: 'decision',
        lines: ['a command whose answer', 'the rules decide'],
        shape: 'hexagon',
        look: 'decision',
      },
      { key: 'done', lines: ['the flow has completed'], shape: 'pill', look: 'done' },
      {
        key: 'refused',
        lines: ['an event after which', 'it cannot complete'],
        shape: 'box',
        look: 'refused',
      },
      { key: 'stopped', lines: ['it was rejected, or failed'], shape: 'pill', look: 'stopped' },
      {
        key: 'aside',
        lines: ['recorded aside;', 'the flow does not move'],
        shape: 'box',
        look: 'aside',
      },
    ],
    edges: [
      { from: 'outside', to: 'business', label: 'a command' },
      { from: 'business', to: 'generic', label: 'a command' },
      { from: 'generic', to: 'decision' },
      { from: 'decision', to: 'done' },
      { from: 'decision', to: 'refused' },
      { from: 'decision', to: 'aside' },
      { from: 'refused', to: 'stopped', label: 'a command' },
    ],
  });
