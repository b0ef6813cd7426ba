import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Say = (answer: ServerResponse) => void;

/** A source of rates on a port of its own, that says what a test wants it to say. */
export class RateSource {
  asked = 0;
  private say: Say = (answer) => answer.writeHead(503).end();
  private readonly server = createServer((_request, answer) => {
    this.asked += 1;
    this.say(answer);
  });

  static async open(): Promise<RateSource> {
    const source = new RateSource();
    await new Promise<void>((resolve) => source.server.listen(0, '127.0.0.1', resolve));
    return source;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/rates?key=secret`;
  }

  says(body: string | Buffer, status = 200): void {
    this.say = (answer) => answer.writeHead(status).end(body);
  }

  does(say: Say): void {
    this.say = say;
  }

  /** Until it was asked so many times more. */
  async waits(times: number): Promise<void> {
    const until = this.asked + times;
    for (let waited = 0; waited < 500; waited++) {
      if (this.asked >= until) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('The source was not asked in time.');
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The document of the European Central Bank, as it publishes it. */
export const ecbDocument = (day: string, rates: Readonly<Record<string, string>>): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
	<gesmes:subject>Reference rates</gesmes:subject>
	<gesmes:Sender>
		<gesmes:name>European Central Bank</gesmes:name>
	</gesmes:Sender>
	<Cube>
		<Cube time='${day}'>
${Object.entries(rates)
  .map(([code, rate]) => `			<Cube currency='${code}' rate='${rate}'/>`)
  .join('\n')}
		</Cube>
	</Cube>
</gesmes:Envelope>
`;
