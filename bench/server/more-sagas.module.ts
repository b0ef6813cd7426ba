import { Injectable, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { CommandHandler, Saga } from '@nestjs/cqrs';
import { genericFlow, on, sagaOf } from '../../src/kernel/flow';
import { message } from '../../src/kernel/message';

/** Sagas that are there and have nothing to do: each waits for an event of its own. */
@Module({})
export class MoreSagasModule {
  static of(count: number): DynamicModule {
    const providers = Array.from({ length: count }, (_, index) => another(index)).flat();
    return { module: MoreSagasModule, providers };
  }
}

function another(index: number): readonly Provider[] {
  const event = message(`bench.happened-${index}`)<object>;
  const command = message(`bench.do-${index}`)<object>;

  @Injectable()
  class AnotherSaga {
    @Saga()
    readonly saga = sagaOf(
      genericFlow(
        `bench-${index}`,
        on(event, command, () => ({})),
      ),
    );
  }

  @CommandHandler(command)
  class AnotherHandler {
    async execute(): Promise<object> {
      return {};
    }
  }

  return [AnotherSaga, AnotherHandler];
}
