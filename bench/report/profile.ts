import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What this reads of a .cpuprofile. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface SelfTime {
  readonly name: string;
  /** Of the time in which the processor was used. */
  readonly share: number;
}

const IDLE = '(idle)';

/** The functions that take the most time themselves, the longest first. */
export function topOf({ nodes, samples, timeDeltas }: Profile, most: number): readonly SelfTime[] {
  const nameById = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map<string, number>();
  samples.forEach((id, index) => {
    const name = nameById.get(id) ?? '(unknown)';
    times.set(name, (times.get(name) ?? 0) + (timeDeltas[index] ?? 0));
  });
  times.delete(IDLE);
  const busy = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .map(([name, time]) => ({ name, share: time / busy }))
    .sort((a, b) => b.share - a.share)
    .slice(0, most);
}

function nameOf(frame: Profile['nodes'][number]['callFrame']): string {
  const { functionName, url, lineNumber } = frame;
  const name = functionName === '' ? '(anonymous)' : functionName;
  return url === ''
    ? name
    : `${name} ${url.replace(/^.*\/(?=[^/]+\/[^/]+$)/, '')}:${lineNumber + 1}`;
}

/** The profiles that were written since then, each with its longest functions. */
export function printedProfiles(folder: string, since: number, most = 25): string {
  return readdirSync(folder)
    .filter((file) => Number(/-(\d+)\.cpuprofile$/.exec(file)?.[1]) >= since)
    .map((file) => {
      const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile;
      const rows = topOf(profile, most).map(
        ({ name, share }) => `  ${(share * 100).toFixed(1).padStart(5)} %  ${name}`,
      );
      return [`\nbench/profiles/${file}`, ...rows].join('\n');
    })
    .join('\n');
}
