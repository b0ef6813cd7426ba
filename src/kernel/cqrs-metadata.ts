/** The keys under which @nestjs/cqrs itself keeps what its decorators are told. */
export const SAGAS = '__saga__';
export const COMMANDS = '__commandHandler__';
