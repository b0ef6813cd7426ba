import { join } from 'node:path';
import { HandClock, Stage } from '../../test/support/stage';
import { aFolder, playCompany, runningCode } from './company.fixture';
import { verify } from './verify';

describe('verify', () => {
  const folder = aFolder();
  afterAll(folder.remove);

  it('finds nothing wrong in what the engine wrote', async () => {
    const clock = new HandClock();
    const stage = await Stage.open({ url: `sqlite:${join(folder.path, 'a.db')}`, clock });
    try {
      await playCompany(stage, clock);
      const result = await verify({ audit: stage.audit }, runningCode());
      expect(result.checks.filter(({ ok }) => !ok)).toEqual([]);
      expect(result.ok).toBe(true);
    } finally {
      await stage.close();
    }
  });
});
