import type { Key, RepositoryName } from "#core/key.ts";
import { findRuleOf } from "#core/release/find-release-rule.ts";
import { type ReleaseNews, releaseNews, type TouchedChange } from "#core/release/release-news.ts";
import type { ReleasePorts } from "./release-ports.ts";

/** What it takes to tell pull requests of their release. */
export type TellPorts = Pick<ReleasePorts, "webUrl"> & {
  readonly github: Pick<ReleasePorts["github"], "readTag"> & {
    /** Tells at most 25 pull requests; those that know already are left alone. Gives those that it labelled. */
    writeReleaseNews(
      installationId: number,
      repository: RepositoryName,
      numbers: readonly number[],
      news: ReleaseNews,
    ): Promise<readonly TouchedChange[]>;
  };
  readonly releasedChanges: {
    /** Pull requests in a release that were not told of it. */
    untold(repository: RepositoryName, tag: string, limit: number): Promise<readonly number[]>;
    noteTold(repository: RepositoryName, tag: string, numbers: readonly number[]): Promise<void>;
  };
  readonly mergedChanges: {
    /** Remembers that what GitHub changed about merged changes was our own doing. */
    noteTouched(repository: RepositoryName, touched: readonly TouchedChange[]): Promise<void>;
  };
};

const toldAtOnce = 25;

/** Between two batches: what people wait for goes first. 2,000 pull requests are told in some five minutes. */
const pauseMs = 3_000;

/**
 * Tells the pull requests of a published release that they are released, each once for each tag: a batch at a time, three calls for 25 of them.
 * An older decision not to tell, and a release that was taken back meanwhile, are honoured: the rest stays untold.
 *
 * @returns when to go on, or null
 */
export async function tellReleased(
  ports: TellPorts,
  installationId: number,
  { repository, tag }: Extract<Key, { kind: "release-news" }>,
  nowMs: number,
): Promise<{ readonly againAtMs: number | null }> {
  const { github, releasedChanges, mergedChanges } = ports;
  const numbers = await releasedChanges.untold(repository, tag, toldAtOnce);
  if (numbers.length === 0) return { againAtMs: null };
  const found = await github.readTag(installationId, repository, tag);
  if (found === null || found.published === null) return { againAtMs: null };
  const tell = findRuleOf(found.policies, tag)?.tell ?? "nothing";
  const news = releaseNews(tell, { repository, tag }, ports.webUrl);
  if (news === null) return { againAtMs: null };
  const touched = await github.writeReleaseNews(installationId, repository, numbers, news);
  await mergedChanges.noteTouched(repository, touched);
  await releasedChanges.noteTold(repository, tag, numbers);
  return { againAtMs: numbers.length < toldAtOnce ? null : nowMs + pauseMs };
}
