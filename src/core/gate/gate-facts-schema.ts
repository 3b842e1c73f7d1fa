import { z } from "zod";
import { riskLevels } from "#core/risk/level.ts";
import type { GateFacts } from "./observed-gate.ts";

const ms = z.int();
const sha = z.string();
const count = z.int().nonnegative();

const Account = z.object({ id: z.int(), login: z.string(), kind: z.enum(["user", "bot"]) });

const Repository = z.object({ owner: z.string(), name: z.string() });

const WayIn = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("protection-rule"),
    runId: z.int(),
    runAttempt: z.int(),
    deploymentId: z.int(),
  }),
  z.object({ kind: z.literal("api-deployment"), deploymentId: z.int() }),
  z.object({ kind: z.literal("gate-api"), id: z.string() }),
]);

const CommitCount = z.object({ collected: count, total: count });

const Baseline = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("gone"), sha }),
  z.object({
    kind: z.literal("compared"),
    sha,
    succeededAtMs: ms,
    status: z.enum(["identical", "ahead", "behind", "diverged"]),
    added: CommitCount,
    removed: CommitCount,
  }),
]);

const paths = z.array(z.string()).nullable();

const Commit = z.object({
  sha,
  parents: z.array(sha),
  message: z.string(),
  author: z.object({ name: z.string(), email: z.string(), account: Account.nullable() }),
  paths,
});

const SetChange = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("pull-request"),
    pullRequest: z.object({
      number: z.int(),
      title: z.string(),
      author: Account,
      labels: z.array(z.string()),
      mergeCommitSha: sha,
      paths,
    }),
    commits: z.array(Commit),
  }),
  z.object({ kind: z.literal("direct-push"), commit: Commit }),
]);

const Decision = z.object({
  verdict: z.enum(["approved", "waiting", "rejected", "invalid"]),
  type: z.enum(["standard", "normal", "emergency"]),
  level: z.enum(riskLevels),
  mode: z.enum(["enforce", "observe"]),
  reasons: z.array(z.object({ missing: z.string(), whoCanResolve: z.string() })),
});

const Change = z.object({
  change: SetChange,
  decision: Decision.nullable(),
  involved: z.array(Account),
  pusherKnown: z.boolean(),
});

const Eligibility = z.object({
  permissions: z.record(z.string(), z.enum(["write", "maintain", "admin", "read", "none"])),
  teams: z.record(z.string(), z.array(z.string())),
});

/** {@link GateFacts} as the ledger keeps them. */
export const RecordedGateFacts = z.object({
  wayIn: WayIn,
  repository: Repository,
  sha,
  environment: z.string(),
  component: z.string().nullable(),
  requestedAtMs: ms,
  baseline: Baseline,
  added: z.array(Change),
  removed: z.array(Change),
  successes: z.array(
    z.object({ environment: z.string(), component: z.string().nullable(), atMs: ms }),
  ),
  newerGates: z.array(z.object({ wayIn: WayIn, sha, requestedAtMs: ms })),
  approvals: z.array(z.object({ by: Account, sha, note: z.string().nullable() })),
  overrides: z.array(z.object({ by: Account, reason: z.string(), covers: z.array(sha) })),
  adHocFreezes: z.array(
    z.object({ target: z.string(), fromMs: ms, untilMs: ms, reason: z.string(), by: Account }),
  ),
  eligibility: Eligibility,
}) satisfies z.ZodType<GateFacts>;
