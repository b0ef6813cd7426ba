"use strict";
var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
var PlainRepliesModule_1;
Object.defineProperty(exports, "__esModule", { value: true });
exports.Stage = exports.HandClock = exports.ids = void 0;
require("reflect-metadata");
const common_1 = require("@nestjs/common");
const testing_1 = require("@nestjs/testing");
const pino_1 = __importDefault(require("pino"));
const accounts_module_1 = require("../../src/accounts/accounts.module");
const accounts_messages_1 = require("../../src/accounts/accounts.messages");
const engine_1 = require("../../src/engine/engine");
const engine_module_1 = require("../../src/engine/engine.module");
const outbox_module_1 = require("../../src/engine/outbox.module");
const order_1 = require("../../src/engine/order");
const turns_1 = require("../../src/engine/turns");
const deposit_messages_1 = require("../../src/flows/deposit/deposit.messages");
const flows_module_1 = require("../../src/flows/flows.module");
const transfer_messages_1 = require("../../src/flows/transfer/transfer.messages");
const withdraw_messages_1 = require("../../src/flows/withdraw/withdraw.messages");
const clock_1 = require("../../src/kernel/clock");
const ids_1 = require("../../src/kernel/ids");
const money_1 = require("../../src/money");
const projections_1 = require("../../src/projections");
const providers_module_1 = require("../../src/providers/providers.module");
const rates_module_1 = require("../../src/rates/rates.module");
const rates_messages_1 = require("../../src/rates/rates.messages");
const store_module_1 = require("../../src/store/store.module");
const store_port_1 = require("../../src/store/store.port");
const tenancy_messages_1 = require("../../src/tenancy/tenancy.messages");
const tenancy_module_1 = require("../../src/tenancy/tenancy.module");
exports.ids = new ids_1.TimeOrderedIds();
/** A clock that stands where a test puts it. */
class HandClock extends clock_1.Clock {
    at;
    constructor(at = Date.parse('2026-11-21T10:00:00.000Z')) {
        super();
        this.at = at;
    }
    millis() {
        return this.at;
    }
}
exports.HandClock = HandClock;
/** Replies in the plainest words: what became of the flow or the account. */
class PlainReplies extends order_1.Replies {
    to({ order, world, turnedAway }) {
        const flow = world.flow(order.tenantId, order.stream.id)?.state;
        const status = turnedAway ? 400 : flow?.status === 'rejected' ? 422 : 201;
        return { status, body: JSON.stringify({ turnedAway, flow }), location: null };
    }
    keyReused() {
        return { status: 422, body: '{"code":"idempotency-key-reused"}', location: null };
    }
    isKept({ status }) {
        return status < 300 || status === 422;
    }
}
let PlainRepliesModule = PlainRepliesModule_1 = class PlainRepliesModule {
    static make() {
        const replies = { provide: order_1.Replies, useClass: PlainReplies };
        return { module: PlainRepliesModule_1, global: true, providers: [replies], exports: [order_1.Replies] };
    }
};
PlainRepliesModule = PlainRepliesModule_1 = __decorate([
    (0, common_1.Module)({})
], PlainRepliesModule);
const noLimits = {
    deposit: { min: null, max: null, daily: null },
    withdraw: { min: null, max: null, daily: null },
    transfer: { min: null, max: null, daily: null },
};
/** The engine with its flows and its store, and without HTTP: where flows are played as stories. */
class Stage {
    module;
    tenantId = exports.ids.next('ten');
    constructor(module) {
        this.module = module;
    }
    static async open(options = {}) {
        const { url = 'sqlite::memory:', clock, providers = [] } = options;
        const logger = options.logger ?? (0, pino_1.default)({ level: 'silent' });
        const time = clock === undefined ? {} : { clock };
        const module = await testing_1.Test.createTestingModule({
            imports: [
                store_module_1.StoreModule.forRoot({ url, ...time }),
                engine_module_1.EngineModule.forRoot({ projections: projections_1.projections, logger, ...time }),
                outbox_module_1.OutboxModule,
                rates_module_1.RatesModule.forRoot({ isProduction: true }),
                providers_module_1.ProvidersModule.forRoot({ masterKey: Buffer.alloc(32, 7) }),
                PlainRepliesModule.make(),
                tenancy_module_1.TenancyModule,
                accounts_module_1.AccountsModule,
                flows_module_1.FlowsModule,
            ],
            providers,
        })
            .setLogger(false)
            .compile();
        await module.init();
        const stage = new Stage(module);
        await stage.send(stage.tenantOrder(tenancy_messages_1.CreateTenantCommand.type, { name: 'stage' }));
        return stage;
    }
    get engine() {
        return this.module.get(engine_1.Engine);
    }
    get turns() {
        return this.module.get(turns_1.Turns);
    }
    get reads() {
        return this.module.get(store_port_1.ReadStore, { strict: false });
    }
    get audit() {
        return this.module.get(store_port_1.AuditStore, { strict: false });
    }
    async close() {
        await this.module.close();
    }
    async openAccount(currency, terms = {}) {
        const accountId = exports.ids.next('acc');
        await this.send(this.order('account', accountId, accounts_messages_1.OpenAccountCommand.type, {
            accountId,
            currency,
            name: null,
            reference: null,
            limits: { ...noLimits, ...terms.limits },
            overdraft: (0, money_1.moneyOf)(terms.overdraft ?? '0', currency),
            metadata: {},
        }));
        return accountId;
    }
    async pin(base, quote, value) {
        await this.send(this.tenantOrder(rates_messages_1.PinRateCommand.type, { base, quote, value }));
    }
    async freeze(accountId) {
        const touches = (0, order_1.touching)({ accountIds: [accountId] });
        await this.send(this.order('account', accountId, accounts_messages_1.FreezeAccountCommand.type, { accountId }, touches));
    }
    /** An account with money on it, deposited in its own currency. */
    async fund(accountId, amount, currency) {
        const { id } = await this.deposit(accountId, (0, money_1.moneyOf)(amount, currency));
        await this.ended(id);
    }
    deposit(accountId, requested, more = {}) {
        return this.ask(this.depositOrder(accountId, requested, more));
    }
    depositOrder(accountId, requested, more = {}) {
        const { source = 'sim:success', ...rest } = more;
        return {
            ...this.order('deposit', exports.ids.next('dep'), deposit_messages_1.RequestDepositCommand.type, {
                accountId,
                requested,
                provider: 'simulator',
                source,
                metadata: {},
            }),
            touches: (0, order_1.touching)({ accountIds: [accountId] }),
            ...rest,
        };
    }
    withdraw(accountId, requested, destination = 'sim:success', more = {}) {
        return this.ask({
            ...this.order('withdraw', exports.ids.next('wdr'), withdraw_messages_1.RequestWithdrawCommand.type, {
                accountId,
                requested,
                provider: 'simulator',
                destination,
                metadata: {},
            }),
            touches: (0, order_1.touching)({ accountIds: [accountId] }),
            ...more,
        });
    }
    transfer(from, to, requested) {
        return this.ask({
            ...this.order('transfer', exports.ids.next('trf'), transfer_messages_1.RequestTransferCommand.type, {
                fromAccountId: from,
                toAccountId: to,
                requested,
                metadata: {},
            }),
            touches: (0, order_1.touching)({ accountIds: [from, to] }),
        });
    }
    async ask(order) {
        const settled = await this.engine.carry(order);
        if (settled.kind !== 'replied')
            throw new Error('A request is always replied to.');
        const { flow } = JSON.parse(settled.reply.body);
        return {
            status: settled.reply.status,
            id: flow?.id ?? order.stream.id,
            replayed: settled.replayed,
            flow,
        };
    }
    /** The flow when it has ended; fails after five seconds. */
    async ended(id) {
        for (let waited = 0; waited < 500; waited++) {
            const flow = await this.reads.flow(this.tenantId, id);
            if (flow !== undefined && flow.status !== 'pending')
                return flow;
            await new Promise((resolve) => setTimeout(resolve, 10));
        }
        throw new Error(`${id} has not ended.`);
    }
    async balance(id) {
        const account = await this.account(id);
        return { posted: account.posted.amount, held: account.held.amount };
    }
    async account(id) {
        const account = await this.reads.account(this.tenantId, id);
        if (account === undefined)
            throw new Error(`There is no account ${id}.`);
        return account;
    }
    events(id) {
        return this.reads.flowEvents(this.tenantId, id);
    }
    async eventTypes(id) {
        return (await this.events(id)).map(({ type }) => type);
    }
    postings(id) {
        return this.reads.flowPostings(this.tenantId, id);
    }
    order(kind, id, type, data, touches = (0, order_1.touching)({})) {
        return {
            tenantId: this.tenantId,
            stream: { kind, id },
            command: { type, data },
            causationId: exports.ids.next('req'),
            touches,
            origin: { kind: 'request', idempotency: null, dryRun: false },
        };
    }
    tenantOrder(type, data) {
        return this.order('tenant', this.tenantId, type, data);
    }
    async send(order) {
        await this.engine.carry(order);
    }
}
exports.Stage = Stage;
//# sourceMappingURL=stage.js.map