import 'reflect-metadata';
import { CommandHandler, Saga } from '@nestjs/cqrs';
import { Answers, NothingNew, Refuses, TurnedAway } from '../kernel/answers';
import { asks, flow, genericFlow, on, sagaOf } from '../kernel/flow';
import type { FlowState } from '../kernel/flow-state';
import { message } from '../kernel/message';
import { becomes, effects, projection, starts } from '../kernel/projection';
import { partsAmong } from './parts';

/** A transfer of letters: weighed by a generic chain, carried by the outside world. */

interface Letter {
  readonly address: string;
}
class Post extends message('transfer.request')<Letter> {}
class Posted extends message('transfer.requested')<Letter> {}
class AskScales extends message('scales.ask')<Letter> {}
class ScalesAsked extends message('scales.asked')<Letter> {}
class Weigh extends message('scales.weigh')<Letter> {}
class Weighed extends message('scales.weighed')<Letter> {}
class TooHeavy extends message('scales.failed')<Letter> {}
class TakeBack extends message('scales.take-back')<Letter> {}
class Carry extends message('transfer.carry')<Letter> {}
class OnItsWay extends message('transfer.carried')<Letter> {}
class Deliver extends message('transfer.deliver')<Letter> {}
class Report extends message('transfer.report')<Letter> {}
class Arrived extends message('transfer.completed')<Letter> {}
class Oddity extends message('transfer.oddity-found')<Letter> {}
class Return extends message('transfer.reject')<Letter> {}
class Returned extends message('transfer.rejected')<Letter> {}

const answer = (): never => {
  throw new Error('Nobody runs an example.');
};

@CommandHandler(Post)
@Answers(Posted, TurnedAway)
@Refuses({ reason: 'not-found', says: 'The address must exist.' })
class PostHandler {
  execute(): Posted | TurnedAway {
    return answer();
  }
}

@CommandHandler(AskScales)
@Answers(ScalesAsked)
class AskScalesHandler {
  execute(): ScalesAsked {
    return answer();
  }
}

@CommandHandler(Weigh)
@Answers(Weighed, TooHeavy)
@Refuses([
  { reason: 'too-heavy', says: 'A letter weighs little.' },
  { reason: 'too-light', says: 'A letter weighs something.' },
])
class WeighHandler {
  execute(): Weighed | TooHeavy {
    return answer();
  }
}

@CommandHandler(TakeBack)
@Answers(TooHeavy, TurnedAway)
class TakeBackHandler {
  execute(): TooHeavy | TurnedAway {
    return answer();
  }
}

@CommandHandler(Carry)
@Answers(OnItsWay)
class CarryHandler {
  execute(): OnItsWay {
    return answer();
  }
}

@CommandHandler(Report)
@Answers(Arrived, Oddity, NothingNew)
class ReportHandler {
  execute(): Arrived | Oddity | NothingNew {
    return answer();
  }
}

@CommandHandler(Return)
@Answers(Returned)
class ReturnHandler {
  execute(): Returned {
    return answer();
  }
}

const letter = ({ address }: Letter): Letter => ({ address });

const letters = flow(
  'transfer',
  on(Posted, AskScales, letter),
  on(Weighed, Carry, letter),
  on(TooHeavy, Return, letter),
  asks(OnItsWay, Deliver, Report, letter),
);
const scales = genericFlow('scales', on(ScalesAsked, Weigh, letter));

class Sagas {
  @Saga()
  readonly letters = sagaOf(letters);
  @Saga()
  readonly scales = sagaOf(scales);
}

interface LetterState extends FlowState {
  readonly address: string;
}

const letterProjection = projection(
  'letters',
  starts(Posted, ({ address }): LetterState => ({ address, status: 'pending' }) as LetterState),
  becomes(Arrived, (state: LetterState) => ({ ...state, status: 'completed' as const })),
  becomes(Returned, (state: LetterState) => ({ ...state, status: 'rejected' as const })),
  effects(Arrived, ({ address }) => [{ kind: 'post', to: `house:${address}` } as never]),
);

const handlers = [
  PostHandler,
  AskScalesHandler,
  WeighHandler,
  TakeBackHandler,
  CarryHandler,
  ReportHandler,
  ReturnHandler,
];

export const exampleParts = () =>
  partsAmong(
    [Sagas, ...handlers].map((metatype) => ({ metatype, instance: new metatype() })),
    [letterProjection],
  );
