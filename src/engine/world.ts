import type { Account } from '../accounts/account';
import type { DeadLetterId, TaskId, TenantId, WebhookId } from '../kernel/ids';
import type { Anomaly } from '../providers/anomaly';
import { learnExponents, type Exponent } from '../money';
import type { Quote } from '../rates/quote';
import { pairOf, type PinnedRate } from '../rates/rate';
import { RateBook } from '../rates/rate-book';
import type {
  AnsweredRequest,
  Changes,
  DeadLetter,
  LeftBalance,
  Loaded,
  Named,
  NewEvent,
  PostedEntry,
  PostponedTask,
  StoredFlow,
  Task,
  TaskName,
} from '../store/records';
import type { ApiKey, Tenant } from '../tenancy/tenancy';
import { Layer } from './layer';

type RequestName = Pick<AnsweredRequest, 'tenantId' | 'scope' | 'key'>;

const requestName = ({ tenantId, scope, key }: RequestName): string =>
  `${tenantId} ${scope} ${key}`;

const referenceName = (tenantId: TenantId, reference: string): string => `${tenantId} ${reference}`;

const pinName = ({ tenantId, base, quote }: PinChange['pair']): string =>
  `${tenantId} ${pairOf(base, quote)}`;

/** What was appended on one layer, in order. */
interface Appended {
  readonly events: NewEvent[];
  readonly entries: PostedEntry[];
  readonly anomalies: Anomaly[];
  readonly newTasks: Task[];
  readonly postponedTasks: PostponedTask[];
  readonly doneTasks: TaskName[];
  readonly stoppedStreams: Named[];
  readonly appliedWebhooks: { readonly tenantId: TenantId; readonly id: WebhookId }[];
}

const nothingYet = (): Appended => ({
  events: [],
  entries: [],
  anomalies: [],
  newTasks: [],
  postponedTasks: [],
  doneTasks: [],
  stoppedStreams: [],
  appliedWebhooks: [],
});

/** What became of one pair's pin: the last word of the turn counts. */
interface PinChange {
  readonly pair: Pick<PinnedRate, 'tenantId' | 'base' | 'quote'>;
  readonly rate: PinnedRate | null;
}

/**
 * The state that a turn has loaded, in layers: what was loaded, what the turn has done so far,
 * and what the flow that runs now is doing. All in memory; the commit writes the middle one.
 */
export class World {
  private readonly accounts: Layer<string, Account>;
  private readonly leftBalances: Layer<string, LeftBalance>;
  private readonly flows: Layer<string, StoredFlow>;
  private readonly sequences: Layer<string, number>;
  private readonly references: Layer<string, true>;
  private readonly requests: Layer<string, AnsweredRequest>;
  private readonly parked: Layer<string, DeadLetter>;
  private readonly letters: Layer<DeadLetterId, DeadLetter>;
  private readonly rateBooks: Layer<TenantId, RateBook>;
  private readonly pins: Layer<string, PinChange>;
  private readonly keys: Layer<string, ApiKey>;
  private readonly tenants: Layer<TenantId, Tenant>;
  private readonly exponents: Layer<string, number>;
  private readonly quotes: Layer<string, Quote>;
  private readonly tasks: Layer<string, readonly Task[]>;
  private readonly open: Layer<TaskId | WebhookId, boolean>;
  private readonly appended = nothingYet();

  constructor(private readonly below?: World) {
    this.accounts = new Layer(below?.accounts);
    this.leftBalances = new Layer(below?.leftBalances);
    this.flows = new Layer(below?.flows);
    this.sequences = new Layer(below?.sequences);
    this.references = new Layer(below?.references);
    this.requests = new Layer(below?.requests);
    this.parked = new Layer(below?.parked);
    this.letters = new Layer(below?.letters);
    this.rateBooks = new Layer(below?.rateBooks);
    this.pins = new Layer(below?.pins);
    this.keys = new Layer(below?.keys);
    this.tenants = new Layer(below?.tenants);
    this.exponents = new Layer(below?.exponents);
    this.quotes = new Layer(below?.quotes);
    this.tasks = new Layer(below?.tasks);
    this.open = new Layer(below?.open);
  }

  /** What is loaded is committed: the turn reckons by the exponents in it. */
  static loaded(loaded: Loaded): World {
    learnExponents(loaded.tenants.flatMap(({ currencies }) => currencies));
    const world = new World();
    for (const account of loaded.accounts) {
      world.accounts.set(account.id, account);
      world.sequences.set(account.id, account.version);
    }
    for (const flow of loaded.flows) {
      world.flows.set(flow.state.id, flow);
      world.sequences.set(flow.state.id, flow.sequence);
    }
    for (const { id, sequence } of loaded.streams) world.sequences.set(id, sequence);
    for (const { tenantId, reference } of loaded.references) {
      world.references.set(referenceName(tenantId, reference), true);
    }
    for (const request of loaded.requests) world.requests.set(requestName(request), request);
    for (const letter of loaded.deadLetters) world.letters.set(letter.id, letter);
    for (const letter of loaded.parkedRequests) world.rememberParked(letter);
    for (const id of [...loaded.openTasks, ...loaded.openWebhooks]) world.open.set(id, true);
    for (const { id, tasks } of loaded.tasksOf) world.tasks.set(id, tasks);
    for (const key of loaded.keys) world.keys.set(key.id, key);
    for (const tenant of loaded.tenants) world.tenants.set(tenant.id, tenant);
    for (const exponent of loaded.exponents) world.fixExponent(exponent);
    for (const quote of loaded.quotes) world.quotes.set(quote.id, quote);
    for (const [tenantId, rates] of pinnedByTenant(loaded.pinnedRates)) {
      world.rateBooks.set(tenantId, RateBook.of(rates));
    }
    return world;
  }

  /** A layer on top of this one. */
  above(): World {
    return new World(this);
  }

  /** Makes what was done here part of the layer below, as if it had been done there. */
  layDown(): void {
    const below = this.below;
    if (below === undefined) throw new Error('The lowest layer has nothing to be laid down on.');
    this.accounts.layDown(below.accounts);
    this.leftBalances.layDown(below.leftBalances);
    this.flows.layDown(below.flows);
    this.sequences.layDown(below.sequences);
    this.references.layDown(below.references);
    this.requests.layDown(below.requests);
    this.parked.layDown(below.parked);
    this.letters.layDown(below.letters);
    this.rateBooks.layDown(below.rateBooks);
    this.pins.layDown(below.pins);
    this.keys.layDown(below.keys);
    this.tenants.layDown(below.tenants);
    this.exponents.layDown(below.exponents);
    this.quotes.layDown(below.quotes);
    this.open.layDown(below.open);
    below.appended.events.push(...this.appended.events);
    below.appended.entries.push(...this.appended.entries);
    below.appended.anomalies.push(...this.appended.anomalies);
    below.appended.newTasks.push(...this.appended.newTasks);
    below.appended.postponedTasks.push(...this.appended.postponedTasks);
    below.appended.doneTasks.push(...this.appended.doneTasks);
    below.appended.stoppedStreams.push(...this.appended.stoppedStreams);
    below.appended.appliedWebhooks.push(...this.appended.appliedWebhooks);
  }

  /** What was done on this layer, for the store. */
  changes(): Changes {
    const pins = this.pins.written();
    return {
      ...this.appended,
      pinnedRates: pins.flatMap(({ rate }) => (rate === null ? [] : [rate])),
      unpinnedRates: pins.flatMap(({ pair, rate }) => (rate === null ? [pair] : [])),
      tenants: this.tenants.written(),
      accounts: this.accounts.written(),
      leftBalances: this.leftBalances.written(),
      flows: this.flows.written(),
      keys: this.keys.written(),
      quotes: this.quotes.written(),
      answeredRequests: this.requests.written(),
      deadLetters: this.letters.written(),
    };
  }

  /** The tasks that were added on this layer. */
  newTasks(): readonly Task[] {
    return this.appended.newTasks;
  }

  account(tenantId: TenantId, id: string): Account | undefined {
    const account = this.accounts.get(id);
    return account?.tenantId === tenantId ? account : undefined;
  }

  putAccount(account: Account): void {
    this.accounts.set(account.id, account);
    if (account.reference !== null) {
      this.references.set(referenceName(account.tenantId, account.reference), true);
    }
  }

  /** All of a turn is committed at one time, so that the last balance of each account will do. */
  leaveBalance(left: LeftBalance): void {
    this.leftBalances.set(left.accountId, left);
  }

  isReferenceTaken(tenantId: TenantId, reference: string): boolean {
    return this.references.get(referenceName(tenantId, reference)) === true;
  }

  flow(tenantId: TenantId, id: string): StoredFlow | undefined {
    const flow = this.flows.get(id);
    return flow?.state.tenantId === tenantId ? flow : undefined;
  }

  putFlow(flow: StoredFlow): void {
    this.flows.set(flow.state.id, flow);
  }

  /** The number of events that a stream has. */
  sequenceOf(stream: string): number {
    return this.sequences.get(stream) ?? 0;
  }

  append(event: NewEvent): void {
    this.sequences.set(event.stream.id, event.sequence);
    this.appended.events.push(event);
  }

  post(entry: PostedEntry): void {
    this.appended.entries.push(entry);
  }

  rateBook(tenantId: TenantId): RateBook {
    return this.rateBooks.get(tenantId) ?? RateBook.empty;
  }

  pinRate(rate: PinnedRate): void {
    const { tenantId, base, quote } = rate;
    this.rateBooks.set(tenantId, this.rateBook(tenantId).with(rate));
    this.pins.set(pinName(rate), { pair: { tenantId, base, quote }, rate });
  }

  unpinRate(pair: Pick<PinnedRate, 'tenantId' | 'base' | 'quote'>): void {
    const { tenantId, base, quote } = pair;
    this.rateBooks.set(tenantId, this.rateBook(tenantId).without(base, quote));
    this.pins.set(pinName(pair), { pair: { tenantId, base, quote }, rate: null });
  }

  key(tenantId: TenantId, id: string): ApiKey | undefined {
    const key = this.keys.get(id);
    return key?.tenantId === tenantId ? key : undefined;
  }

  putKey(key: ApiKey): void {
    this.keys.set(key.id, key);
  }

  quote(tenantId: TenantId, id: string): Quote | undefined {
    const quote = this.quotes.get(id);
    return quote?.tenantId === tenantId ? quote : undefined;
  }

  putQuote(quote: Quote): void {
    this.quotes.set(quote.id, quote);
  }

  tenant(tenantId: TenantId): Tenant | undefined {
    return this.tenants.get(tenantId);
  }

  putTenant(tenant: Tenant): void {
    this.tenants.set(tenant.id, tenant);
  }

  /** Of a currency that some tenant has added; of those that the turn asked for. */
  exponent(code: string): number | undefined {
    return this.exponents.get(code);
  }

  fixExponent({ code, exponent }: Exponent): void {
    this.exponents.set(code, exponent);
  }

  recordAnomaly(anomaly: Anomaly): void {
    this.appended.anomalies.push(anomaly);
  }

  request(name: RequestName): AnsweredRequest | undefined {
    return this.requests.get(requestName(name));
  }

  answerRequest(answered: AnsweredRequest): void {
    this.requests.set(requestName(answered), answered);
  }

  /** The dead letter that waits for this request to be sent again, or to be retried. */
  parkedRequest(name: RequestName): DeadLetter | undefined {
    const letter = this.parked.get(requestName(name));
    return letter?.status === 'parked' ? letter : undefined;
  }

  letter(tenantId: TenantId, id: DeadLetterId): DeadLetter | undefined {
    const letter = this.letters.get(id);
    return letter?.tenantId === tenantId ? letter : undefined;
  }

  putLetter(letter: DeadLetter): void {
    this.letters.set(letter.id, letter);
    this.rememberParked(letter);
  }

  addTask(task: Task): void {
    this.appended.newTasks.push(task);
  }

  postponeTask(task: PostponedTask): void {
    this.appended.postponedTasks.push(task);
  }

  /** The open tasks of a stream as the turn found them; undefined when it did not look. */
  tasksOf(tenantId: TenantId, stream: string): readonly Task[] | undefined {
    return this.tasks.get(stream)?.filter((task) => task.tenantId === tenantId);
  }

  /** Drops what waits in the outbox for this stream. */
  stopAsking(tenantId: TenantId, stream: string): void {
    this.appended.stoppedStreams.push({ tenantId, id: stream });
  }

  /** True while nobody has answered the task or applied the webhook. */
  isOpen(id: TaskId | WebhookId): boolean {
    return this.open.get(id) === true;
  }

  finishTask({ tenantId, stream, id }: TaskName): void {
    this.open.set(id, false);
    this.appended.doneTasks.push({ tenantId, stream, id });
  }

  applyWebhook(tenantId: TenantId, id: WebhookId): void {
    this.open.set(id, false);
    this.appended.appliedWebhooks.push({ tenantId, id });
  }

  private rememberParked(letter: DeadLetter): void {
    if (letter.request === null) return;
    this.parked.set(requestName({ tenantId: letter.tenantId, ...letter.request }), letter);
  }
}

function pinnedByTenant(rates: readonly PinnedRate[]): Map<TenantId, PinnedRate[]> {
  const byTenant = new Map<TenantId, PinnedRate[]>();
  for (const rate of rates) {
    byTenant.set(rate.tenantId, [...(byTenant.get(rate.tenantId) ?? []), rate]);
  }
  return byTenant;
}
