import { textual } from '../../http/openapi/documented';

/** A picture as text. */
export const mermaid = textual('text/plain', 'Mermaid: a flowchart.');
