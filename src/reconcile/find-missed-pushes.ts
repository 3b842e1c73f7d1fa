import type { InstallationKey, RepositoryName } from "#core/key.ts";
import {
  findHeldBranches,
  type HeldBranches,
  holdsBranch,
} from "#core/unauthorised/branches-held.ts";
import { type BranchMove, findPushGap, noCommit } from "#core/unauthorised/find-push-gap.ts";
import type { BranchControl, MergesAtGitHub } from "./after-merge-ports.ts";
import type { MarkDirty } from "./ports.ts";

type Tip = {
  readonly sha: string;
  readonly notedAtMs: number;
  readonly unexplainedSha: string | null;
};

export type MissedPushesPorts = {
  readonly github: Pick<MergesAtGitHub, "readControl"> & {
    /** Every branch of a repository, and where it stands. */
    listBranches(
      installationId: number,
      repository: RepositoryName,
    ): Promise<ReadonlyMap<string, string>>;
  };
  /** Where the controlled branches stood when they were last looked at, and which branches these were. */
  readonly branches: {
    watched(repository: RepositoryName): Promise<HeldBranches | null>;
    watch(repository: RepositoryName, held: HeldBranches): Promise<void>;
    tipsOf(repository: RepositoryName): Promise<ReadonlyMap<string, Tip>>;
    note(
      repository: RepositoryName,
      branch: string,
      tip: Pick<Tip, "sha" | "unexplainedSha">,
    ): Promise<void>;
    forget(repository: RepositoryName, branch: string): Promise<void>;
  };
  /** The pushes to a branch that deliveries told of, from a moment on, in the order in which they came. */
  readonly pushesTold: (
    repositoryId: number,
    branch: string,
    sinceMs: number,
  ) => Promise<readonly BranchMove[]>;
  readonly markDirty: MarkDirty;
};

/** GitHub's answers lag a little behind its deliveries. */
const lagMs = 3_600_000;

/**
 * Looks where the controlled branches stand, and has the pushes judged of which no delivery told. Two looks must find the same: a delivery may
 * be under way, and GitHub's answer may be late. The branches that were there when a policy began to hold them are the known past. One
 * call, and one more where a policy names branches.
 */
export async function findMissedPushes(
  ports: MissedPushesPorts,
  installationId: number,
  repository: RepositoryName,
  nowMs: number,
): Promise<void> {
  const { github, branches, markDirty } = ports;
  const control = await github.readControl(installationId, repository, null);
  if (control === null) return;
  const held = findHeldBranches(control);
  const heldBefore = await branches.watched(repository);
  const tips = await branches.tipsOf(repository);
  const present = await readPresent(ports, installationId, repository, { control, held });
  for (const branch of tips.keys()) {
    if (!present.has(branch)) await branches.forget(repository, branch);
  }
  for (const [branch, sha] of present) {
    const isPast = heldBefore === null || !holdsBranch(heldBefore, branch);
    const tip = tips.get(branch) ?? { ...unknown, sha: isPast ? sha : noCommit };
    const seen = await lookAt(ports, { control, branch, sha, tip });
    // First the mark: what is noted as seen is not looked for again.
    if (seen.missed !== null) {
      const key = { kind: "push", repository, branch, ...seen.missed } as const;
      await markDirty([{ installationId, key } satisfies InstallationKey], nowMs);
    }
    const isKnown = seen.sha === tip.sha && seen.unexplainedSha === tip.unexplainedSha;
    if (!isKnown || !tips.has(branch)) await branches.note(repository, branch, seen);
  }
  await branches.watch(repository, held);
}

const unknown = { notedAtMs: 0, unexplainedSha: null };

async function readPresent(
  { github }: MissedPushesPorts,
  installationId: number,
  repository: RepositoryName,
  { control, held }: { readonly control: BranchControl; readonly held: HeldBranches },
): Promise<ReadonlyMap<string, string>> {
  const { defaultBranch, defaultSha } = control;
  const others =
    held.globs.length > 0 ? await github.listBranches(installationId, repository) : new Map();
  const all = new Map<string, string>([...others, [defaultBranch, defaultSha]]);
  return new Map([...all].filter(([branch]) => holdsBranch(held, branch)));
}

/** What is known of a branch after this look, and the push that is certainly missed; null for none. */
async function lookAt(
  { pushesTold }: MissedPushesPorts,
  look: {
    readonly control: BranchControl;
    readonly branch: string;
    readonly sha: string;
    readonly tip: Tip;
  },
): Promise<Pick<Tip, "sha" | "unexplainedSha"> & { readonly missed: BranchMove | null }> {
  const { control, branch, sha, tip } = look;
  const seen = { sha, unexplainedSha: null, missed: null };
  if (sha === tip.sha) return seen;
  const told = await pushesTold(control.repositoryId, branch, tip.notedAtMs - lagMs);
  const missed = findPushGap(tip.sha, sha, told);
  if (missed === null) return seen;
  if (missed.headSha === tip.unexplainedSha) return { ...seen, missed };
  return { sha: tip.sha, unexplainedSha: missed.headSha, missed: null };
}
