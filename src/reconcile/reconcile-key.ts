import type { InstallationKey, Key } from "#core/key.ts";
import type { AfterMergePorts } from "./after-merge-ports.ts";
import { type FollowPorts, watchNamed } from "./follow-deployments.ts";
import type { HistoryStore, PastAtGitHub } from "./history-ports.ts";
import { type BudgetAtGitHub, heldUntilMs } from "./keep-reserve.ts";
import type {
  ChangeStore,
  CommandStore,
  ConfirmLease,
  GitHub,
  MarkDirty,
  NoteRepositories,
} from "./ports.ts";
import { reconcileChange } from "./reconcile-change.ts";
import { markWaitingEnvironments, reconcileEnvironment } from "./reconcile-environment.ts";
import { reconcileHistory } from "./reconcile-history.ts";
import { type IssuePorts, reconcileIssue } from "./reconcile-issue.ts";
import { reconcileMergeGroup } from "./reconcile-merge-group.ts";
import { reconcilePush } from "./reconcile-push.ts";
import { reconcileRelease } from "./reconcile-release.ts";
import { type RulePorts, reconcileRules } from "./reconcile-rules.ts";
import type { RedraftPorts } from "./redraft-releases.ts";
import type { ReleasePorts } from "./release-ports.ts";
import { type TellPorts, tellReleased } from "./tell-released.ts";
import { beginTagWatch } from "./watch-tags.ts";
import type { LookAgain } from "./work-on-key.ts";

/** Everything that a reconcile needs. */
export type ReconcilePorts = AfterMergePorts &
  FollowPorts &
  IssuePorts &
  RulePorts &
  ReleasePorts &
  RedraftPorts &
  TellPorts & {
    readonly github: GitHub & PastAtGitHub & BudgetAtGitHub;
    readonly changes: ChangeStore;
    readonly commands: CommandStore;
    readonly history: HistoryStore;
    readonly noteRepositories: NoteRepositories;
    readonly markDirty: MarkDirty;
    readonly confirmLease: ConfirmLease;
  };

/** Work that needs no second look by the clock. */
const done = { againAtMs: null };

/**
 * Works on one key. Changes, merge groups and the gates before an environment are decided; branches, repositories and installations are opened up into the
 * keys below them; pushes are judged, protection rules looked after, and histories read.
 *
 * @param claim.attempts failed attempts so far
 * @returns when to look again by the clock alone, or null; or that it was put off until then, to keep a reserve of calls
 */
export async function reconcileKey(
  ports: ReconcilePorts,
  { installationId, key, attempts }: InstallationKey & { readonly attempts: number },
  nowMs: number,
): Promise<LookAgain> {
  const heldMs = heldUntilMs(key, ports.github.budgetLeft(installationId));
  if (heldMs !== null) return { againAtMs: heldMs, isHeld: true };
  switch (key.kind) {
    case "change":
      return reconcileChange(ports, installationId, key, { attempts, nowMs });
    case "merge-group":
      await reconcileMergeGroup(ports, installationId, key, nowMs);
      return done;
    case "push":
      await reconcilePush(ports, installationId, key, { attempts, nowMs });
      return done;
    case "issue":
      await reconcileIssue(ports, installationId, key, { attempts });
      return done;
    case "history":
      return reconcileHistory(ports, installationId, key, { attempts, nowMs });
    case "release":
      return reconcileRelease(ports, { installationId, key, nowMs });
    case "release-news":
      return tellReleased(ports, installationId, key, nowMs);
    case "environment":
      return reconcileEnvironment(ports, installationId, key, { attempts, nowMs });
    case "protection-rules":
      await reconcileRules(ports, installationId, key, nowMs);
      return done;
    case "repository":
      await beginTagWatch(ports, installationId, key.repository);
      await markOpenPullRequests(ports, installationId, key, nowMs);
      await markWaitingEnvironments(ports, installationId, key.repository, nowMs);
      await watchNamed(ports, installationId, key.repository, nowMs);
      return done;
    case "branch":
      await markOpenPullRequests(ports, installationId, key, nowMs);
      await markWaitingEnvironments(ports, installationId, key.repository, nowMs);
      await watchNamed(ports, installationId, key.repository, nowMs);
      return done;
    case "installation":
      await markRepositories(ports, installationId, nowMs);
      return done;
  }
}

async function markOpenPullRequests(
  { github, markDirty }: ReconcilePorts,
  installationId: number,
  key: Extract<Key, { kind: "branch" | "repository" }>,
  nowMs: number,
): Promise<void> {
  const { repository } = key;
  const branch = key.kind === "branch" ? key.branch : undefined;
  const open = await github.listOpenPullRequests(installationId, repository, branch);
  const keys = open.map(({ number }) => ({
    installationId,
    key: { kind: "change", repository, number } as const,
  }));
  await markDirty(keys, nowMs, "search");
}

async function markRepositories(
  { github, noteRepositories, markDirty }: ReconcilePorts,
  installationId: number,
  nowMs: number,
): Promise<void> {
  const repositories = await github.listRepositories(installationId);
  await noteRepositories(installationId, repositories);
  const keys = repositories.map(({ repository }) => ({
    installationId,
    key: { kind: "repository", repository } as const,
  }));
  await markDirty(keys, nowMs, "search");
}
