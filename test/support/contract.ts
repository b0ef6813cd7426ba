import Ajv2020, { type ErrorObject } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { operationsIn, type OpenApi, type Operation } from './openapi';

export interface Answer {
  readonly status: number;
  /** Without its parameters. */
  readonly mediaType: string;
  readonly text: string;
  readonly headers: Pick<Headers, 'has'>;
}

/** A call as it was made, and what came of it. */
export interface Call extends Answer {
  readonly method: string;
  /** With its query. */
  readonly target: string;
  readonly sent: unknown;
}

type Answered = Readonly<{ $ref?: string; content?: Record<string, unknown>; headers?: object }>;

const PROBLEM = 'application/problem+json';

/**
 * Holds every call of a test against the document that the server itself gives out: a status, a
 * header or a field that is not described is a fault of one of the two.
 */
export class Contract {
  private readonly ajv = new Ajv2020({ strict: false, validateSchema: false });
  private readonly operations: readonly (Operation & { readonly fits: RegExp })[];

  constructor(private readonly document: OpenApi) {
    addFormats(this.ajv);
    this.ajv.addSchema(document, 'openapi');
    this.operations = operationsIn(document)
      .map((operation) => ({ ...operation, fits: patternOf(operation.path) }))
      // `/v1/events/stream` before `/v1/events/{id}`.
      .sort((one, other) => holesIn(one.path) - holesIn(other.path));
  }

  /** Throws when the call went another way than the document says. */
  check(call: Call): void {
    const faults = this.faultsOf(call);
    if (faults.length === 0) return;
    const { method, target, status, text } = call;
    throw new Error(
      `${method} ${target} → ${String(status)} is not as documented: ${faults.join('; ')}\n${text}`,
    );
  }

  faultsOf(call: Call): readonly string[] {
    const path = call.target.split('?')[0] ?? '';
    if (path.startsWith('/docs') || call.method === 'HEAD' || call.method === 'OPTIONS') return [];
    const there = this.operations.filter(({ fits }) => fits.test(path));
    const found = there.find(({ method }) => method === call.method);
    if (found === undefined) return this.faultsOutside(call, there.length > 0);
    return [
      ...this.faultsOfAnswer(found, call),
      ...(call.status < 300 ? this.faultsOfRequest(found, call) : []),
    ];
  }

  /** What is wrong with an answer to this operation, whatever was sent to it. */
  faultsOfAnswerTo(method: string, path: string, answered: Answer): readonly string[] {
    const found = this.operations.find((one) => one.method === method && one.path === path);
    return found ? this.faultsOfAnswer(found, answered) : ['there is no such operation'];
  }

  /** Where nothing is described there is nothing, or not by this method. */
  private faultsOutside(call: Call, isPath: boolean): readonly string[] {
    const [due, code] = isPath ? [405, 'method-not-allowed'] : [404, 'not-found'];
    return call.status === due
      ? this.faultsOfContent(`#/components/responses/${code}`, call)
      : [`there is no such operation, and so ${String(due)} is due`];
  }

  private faultsOfAnswer(operation: Operation, call: Answer): readonly string[] {
    const pointer = `#/paths/${escaped(operation.path)}/${operation.method.toLowerCase()}/responses/${String(call.status)}`;
    const answered = operation.responses[String(call.status)] as Answered | undefined;
    if (answered === undefined) return ['the status is not described'];
    return this.faultsOfContent(answered.$ref ?? pointer, call);
  }

  private faultsOfContent(pointer: string, call: Answer): readonly string[] {
    const answered = this.at(pointer);
    const { content } = answered;
    const headers = this.faultsOfHeaders(answered, call);
    if (content === undefined) return call.text === '' ? headers : ['no body is described'];
    if (content[call.mediaType] === undefined) return [`${call.mediaType} is not described`];
    if (!call.mediaType.endsWith('json')) return headers;
    const schema = `${pointer}/content/${escaped(call.mediaType)}/schema`;
    const code = call.mediaType === PROBLEM ? this.faultsOfProblem(call) : [];
    return [...headers, ...code, ...this.misfits(schema, JSON.parse(call.text), 'answer')];
  }

  private faultsOfProblem({ status, text }: Answer): readonly string[] {
    const problem = JSON.parse(text) as { readonly status?: unknown };
    return problem.status === status ? [] : [`the problem speaks of ${String(problem.status)}`];
  }

  /** Those that a client acts on are there only where they are described, and most of them always. */
  private faultsOfHeaders({ headers = {} }: Answered, call: Answer): readonly string[] {
    const told = (name: string): boolean => Object.hasOwn(headers, name);
    const always = ['Location', 'ETag', 'Allow', 'WWW-Authenticate'];
    const acted = [...always, 'Idempotent-Replayed', 'Retry-After'];
    return [
      ...acted
        .filter((name) => call.headers.has(name) && !told(name))
        .map((name) => `the header ${name} is not described`),
      ...always
        .filter((name) => told(name) && !call.headers.has(name))
        .map((name) => `the header ${name} is missing`),
    ];
  }

  /** What was accepted must be what the document says may be sent. */
  private faultsOfRequest(operation: Operation, call: Call): readonly string[] {
    const base = `#/paths/${escaped(operation.path)}/${call.method.toLowerCase()}`;
    const query = new URLSearchParams(call.target.split('?')[1] ?? '');
    const known = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
    const strangers = [...query.keys()].filter((name) => !known.some((one) => one.name === name));
    const body = `${base}/requestBody/content/application~1json/schema`;
    return [
      ...strangers.map((name) => `the parameter ${name} is not described`),
      ...(operation.requestBody === undefined ? [] : this.misfits(body, call.sent, 'request')),
    ];
  }

  private misfits(pointer: string, value: unknown, what: string): readonly string[] {
    const fits = this.ajv.getSchema(`openapi${pointer}`);
    if (fits === undefined) return [`there is no schema at ${pointer}`];
    return fits(value) === true ? [] : (fits.errors ?? []).map((error) => said(what, error));
  }

  private at(pointer: string): Answered {
    const steps = pointer.slice(2).split('/');
    return steps.reduce<unknown>(
      (from, step) =>
        (from as Readonly<Record<string, unknown>>)[
          step.replaceAll('~1', '/').replaceAll('~0', '~')
        ],
      this.document,
    ) as Answered;
  }
}

const said = (what: string, { instancePath, message, params }: ErrorObject): string =>
  `${what}${instancePath} ${message ?? ''} ${JSON.stringify(params)}`;

const escaped = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`);

const holesIn = (path: string): number => path.split('{').length;
