import type { RepositoryName } from "#core/key.ts";
import type { ReleaseContents } from "#core/release/release-contents.ts";
import type { MarkDirty } from "./ports.ts";
import { readHowLetIn } from "./read-how-let-in.ts";
import type { ReleasePorts } from "./release-ports.ts";

/** Which drafts, none of them published, show a change. */
export interface DraftsOfChange {
  /** Each with a digest of what it shows of how the change was let in. */
  draftsWith(
    repository: RepositoryName,
    number: number,
  ): Promise<readonly { readonly tag: string; readonly shown: string }[]>;
  /** Those that hold a commit. */
  draftsHolding(repository: RepositoryName, sha: string): Promise<readonly string[]>;
}

type Records = Pick<ReleasePorts, "reviews" | "releaseRecords">;

export type RedraftPorts = Records & {
  readonly releasedChanges: DraftsOfChange;
  readonly markDirty: MarkDirty;
};

/**
 * Has the drafts written anew that show of a merged change what is not so any more: it was approved or overridden since, its review was
 * given, an issue was opened about it. No call.
 */
export async function redraftWith(
  ports: RedraftPorts,
  installationId: number,
  { repository, number }: { readonly repository: RepositoryName; readonly number: number },
  nowMs: number,
): Promise<void> {
  const drafts = await ports.releasedChanges.draftsWith(repository, number);
  if (drafts.length === 0) return;
  const shown = await readShown(ports, repository, [number], nowMs);
  const stale = drafts.filter((draft) => draft.shown !== (shown.get(number) ?? ""));
  await mark(ports, installationId, { repository, tags: stale.map(({ tag }) => tag), nowMs });
}

/** Has the drafts written anew that hold a commit of which more is known now. No call. */
export async function redraftHolding(
  ports: {
    readonly releasedChanges: Pick<DraftsOfChange, "draftsHolding">;
    readonly markDirty: MarkDirty;
  },
  installationId: number,
  { repository, sha }: { readonly repository: RepositoryName; readonly sha: string },
  nowMs: number,
): Promise<void> {
  const tags = await ports.releasedChanges.draftsHolding(repository, sha);
  await mark(ports, installationId, { repository, tags, nowMs });
}

/** Whether more was said of a release's pull requests while its draft was written: whoever noted that could not know of the draft. */
export async function isStale(
  ports: Records,
  repository: RepositoryName,
  { changes }: ReleaseContents,
  nowMs: number,
): Promise<boolean> {
  const numbers = changes.map(({ number }) => number);
  const now = await readShown(ports, repository, numbers, nowMs);
  return changes.some(({ number, shown }) => (now.get(number) ?? "") !== shown);
}

async function readShown(
  ports: Records,
  repository: RepositoryName,
  numbers: readonly number[],
  nowMs: number,
): Promise<ReadonlyMap<number, string>> {
  const merged = await ports.releaseRecords.numbered(repository, numbers);
  return (await readHowLetIn(ports, repository, merged, nowMs)).shown;
}

async function mark(
  { markDirty }: Pick<RedraftPorts, "markDirty">,
  installationId: number,
  drafts: {
    readonly repository: RepositoryName;
    readonly tags: readonly string[];
    readonly nowMs: number;
  },
): Promise<void> {
  const { repository, tags, nowMs } = drafts;
  if (tags.length === 0) return;
  const keys = tags.map((tag) => ({
    installationId,
    key: { kind: "release", repository, tag } as const,
  }));
  await markDirty(keys, nowMs, "search");
}
