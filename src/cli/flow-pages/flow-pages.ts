import { join } from 'node:path';
import { describeAll } from '../../flow-docs/describe-flow';
import { flowPage, pageOf, type PageParts } from './flow-page';
import { readFlowSources } from './flow-sources';
import { runningParts } from './running-parts';
import { storyPage } from './story-page';
import { readTypeWords } from './type-words';

/** Every page of `docs/flows` by its name, made from the code of the repository at `root`. */
export async function flowPages(root: string): Promise<ReadonlyMap<string, string>> {
  const flows = describeAll(await runningParts());
  const types = new Set(flows.flatMap(({ events }) => events.map(({ type }) => type)));
  const parts: PageParts = {
    flows,
    sources: readFlowSources(root),
    words: readTypeWords(join(root, 'src'), types),
  };
  return new Map([
    ['README.md', storyPage(parts)],
    ...flows.map((flow) => [pageOf(flow.kind), flowPage(flow, parts)] as const),
  ]);
}
