import { Subject } from 'rxjs';
import type { StoredEvent } from '../store/records';
import { Suspects } from './suspects';
import type { Turns } from './turns';

const company = () => {
  const committed$ = new Subject<readonly StoredEvent[]>();
  const suspects = new Suspects({ committed$ } as unknown as Turns);
  const failsAfterAnothersCommit = (id: string): boolean => {
    committed$.next([]);
    return suspects.isCulprit(id);
  };
  return { suspects, failsAfterAnothersCommit };
};

it('suspects nobody while nothing at all is committed, however often', () => {
  const { suspects } = company();
  const told = Array.from({ length: 100 }, () => suspects.isCulprit('tsk_1'));
  expect(told).not.toContain(true);
});

it('finds the culprit when it has failed five times while others were committed', () => {
  const { suspects, failsAfterAnothersCommit } = company();
  suspects.isCulprit('tsk_1');
  const told = Array.from({ length: 5 }, () => failsAfterAnothersCommit('tsk_1'));
  expect(told).toEqual([false, false, false, false, true]);
});

it('counts no failure twice for one commit of another', () => {
  const { suspects, failsAfterAnothersCommit } = company();
  suspects.isCulprit('tsk_1');
  failsAfterAnothersCommit('tsk_1');
  const told = Array.from({ length: 10 }, () => suspects.isCulprit('tsk_1'));
  expect(told).not.toContain(true);
});

it('begins anew with one that was committed after all', () => {
  const { suspects, failsAfterAnothersCommit } = company();
  suspects.isCulprit('tsk_1');
  for (let failed = 0; failed < 4; failed++) failsAfterAnothersCommit('tsk_1');
  suspects.acquit('tsk_1');
  expect(failsAfterAnothersCommit('tsk_1')).toBe(false);
});
