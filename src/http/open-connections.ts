import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The connections of a server and the answers that it owes, so that it can end without breaking its word. */
export class OpenConnections {
  /** With the answer to the last request that came on each. */
  private readonly last = new Map<Socket, ServerResponse | undefined>();
  private isDraining = false;

  /** To be called before the server listens. */
  constructor(private readonly server: Server) {
    server.on('connection', (socket) => {
      this.last.set(socket, undefined);
      socket.once('close', () => this.last.delete(socket));
    });
    server.prependListener('request', ({ socket }, response) => {
      const earlier = this.last.get(socket);
      this.last.set(socket, response);
      if (!this.isDraining) return;
      // Of requests that came together only the last one may close their connection.
      if (earlier?.headersSent === false) earlier.removeHeader('connection');
      sayGoodbye(response);
    });
  }

  /**
   * From now on nobody new is let in, and idle connections are closed. A request that is in hand, or comes on a connection
   * that is open already, is answered; the connection ends with that answer.
   */
  stopAccepting(): void {
    this.isDraining = true;
    for (const response of this.last.values()) if (response) sayGoodbye(response);
    this.server.close();
  }

  /** Cuts whoever is owed nothing: says nothing, says it too slowly, or does not take the answer. */
  cutSilent(): void {
    for (const [socket, response] of this.last) {
      const isOwed = response?.req.complete === true && !response.writableEnded;
      if (!isOwed) socket.destroy();
    }
  }
}

const sayGoodbye = (response: ServerResponse): void => {
  if (!response.headersSent) response.setHeader('connection', 'close');
};
