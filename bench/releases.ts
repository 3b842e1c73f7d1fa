import type { MergedChange } from "#core/change-set/merged-change.ts";
import { openDatabase } from "#store/database.ts";
import { MergedChanges } from "#store/merged-changes.ts";
import type { RepositoryScenario } from "../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../test/support/acme.ts";
import { eventually } from "../test/support/eventually.ts";
import { type House, startHouse } from "../test/support/house.ts";
import { pushesJudged, releasesDrafted } from "../test/support/worked-off.ts";

/** What drafting one release took. */
export type DraftCost = {
  readonly commits: number;
  /** By route. */
  readonly calls: ReadonlyMap<string, number>;
  readonly total: number;
  /** From the tag's push until the draft stood. */
  readonly tookMs: number;
};

/** The environment takes a look at its deployments. */
const policy = `version: 1
releases: [{ tags: 'v*' }]
environments: { production: {} }
`;

/**
 * Drafts a release of so many squashed pull requests, compared with an annotated tag.
 *
 * @param options.recorded whether they are on record; else GitHub is asked whose the commits are
 */
export async function measureDraft(options: {
  readonly commits: number;
  readonly recorded: boolean;
  readonly latencyMs?: number;
}): Promise<DraftCost> {
  const house = await startHouse();
  const { github } = house;
  try {
    const shop = await openRepository(openAcme(github), "shop", { policy });
    await shop.tags.push("v1.0.0", "tom", { message: "First" });
    await releasesDrafted(house);
    await writeHistory(house, shop, options);
    github.traffic.forget();
    github.latencyMs = options.latencyMs ?? 0;
    const startedMs = performance.now();
    await shop.tags.push("v1.1.0", "tom", { at: "line" });
    const isMade = await eventually(() => shop.releases("v1.1.0").length > 0);
    const tookMs = performance.now() - startedMs;
    if (!isMade) throw new Error(`no draft of ${options.commits} commits was made`);
    github.latencyMs = 0;
    await releasesDrafted(house);
    const calls = new Map(github.calls);
    return {
      commits: options.commits,
      calls,
      total: calls.values().reduce((a, b) => a + b, 0),
      tookMs,
    };
  } finally {
    await house.stop();
  }
}

/** On a branch that nobody controls: its push is nothing to judge. */
async function writeHistory(
  house: House,
  shop: RepositoryScenario,
  { commits, recorded }: { readonly commits: number; readonly recorded: boolean },
): Promise<void> {
  const sketches = Array.from({ length: commits }, (_, index) => ({
    message: `feat: change ${index + 1} (#${index + 1})`,
    author: "maria",
    files: { "src/a.ts": `${index}\n` },
  }));
  const tip = await shop.push("line", "maria", sketches);
  await pushesJudged(house);
  if (!recorded) return;
  const shas = await shop.state.git.revisions([`${await shop.sha()}..${tip}`]);
  const { dataDir } = house;
  const database = await openDatabase({ databaseUrl: null, dataDir });
  const mergedChanges = new MergedChanges(database);
  for (const [index, sha] of shas.entries()) await mergedChanges.note(merged(index + 1, sha));
  await database.close();
}

function merged(number: number, sha: string): MergedChange {
  const maria = { id: 1, login: "maria", kind: "user" } as const;
  return {
    repository: { owner: "acme", name: "shop" },
    branch: "main",
    pullRequest: {
      number,
      title: `feat: change ${number}`,
      author: maria,
      labels: [],
      mergeCommitSha: sha,
      paths: ["src/a.ts"],
    },
    headSha: sha,
    mergedAtMs: 0,
    updatedAt: "2026-11-01T00:00:00Z",
    decision: { verdict: "approved", type: "normal", level: "low", mode: "enforce", reasons: [] },
    approvals: [],
    exceptions: [],
    involved: [maria],
    pusherKnown: true,
  };
}

/** So many calls a release may take by the number of its commits. */
const mostCalls: ReadonlyMap<number, number> = new Map([
  [50, 6],
  [500, 10],
  [5_000, 55],
]);

const goalMs = 1_500;

/** Prints what drafting releases costs. */
export async function benchReleases(say: (line: string) => void): Promise<void> {
  for (const [commits, most] of mostCalls) {
    for (const recorded of [true, false]) {
      const { total } = await measureDraft({ commits, recorded });
      const goal = recorded ? most : 2 * most;
      const whose = recorded ? "on record" : "not on record";
      const verdict = total <= goal ? "" : "   MISSED";
      say(
        `  ${commits} commits, pull requests ${whose}: ${total} calls (goal: at most ${goal}), and the draft is made${verdict}`,
      );
    }
  }
  const { tookMs } = await measureDraft({ commits: 500, recorded: true, latencyMs: 150 });
  const verdict = tookMs < goalMs ? "" : "   MISSED";
  say(
    `  500 commits, each call 150 ms away: ${Math.round(tookMs)} ms from the tag's push to the draft (goal: ${goalMs} ms)${verdict}`,
  );
}
