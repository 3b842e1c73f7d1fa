import type { z } from "zod";
import type { ReceivedCommand } from "#core/command/received-command.ts";
import type { GateRequest } from "#core/gate/gate-request.ts";
import type { Key } from "#core/key.ts";
import { accountOfRest } from "./account.ts";
import {
  checkRunEventSchema,
  checkSuiteEventSchema,
  commentEventSchema,
  deploymentEventSchema,
  inRepositorySchema,
  installationEventSchema,
  installedRepositoriesSchema,
  issueEventSchema,
  mergeGroupEventSchema,
  nameOf,
  newCommentEventSchema,
  type PullRequestPayload,
  protectionRuleEventSchema,
  pullRequestEventSchema,
  pushEventSchema,
  refEventSchema,
  releaseEventSchema,
  repositoryEventSchema,
  reviewEventSchema,
  type SenderPayload,
  teamEventSchema,
} from "./event-payloads.ts";
import type { Found, HeadArrival, Push } from "./event-work.ts";
import { gateOfDeployment, gateOfProtectionRule } from "./gate-requests.ts";
import { keysOfCheck } from "./keys-of-check.ts";
import { holdsOrganisationPolicy, keyOfPolicy, mayTouchPolicy } from "./keys-of-policy.ts";
import { keysOfPush } from "./keys-of-push.ts";
import { keysOfPushedTag, keysOfRef, keysOfRelease } from "./keys-of-tag.ts";
import { commandOfButton, commandOfComment } from "./received-commands.ts";

/** What is known of every delivery. */
type Context = {
  readonly action: string;
  readonly installationId: number;
  readonly sender: SenderPayload | undefined;
  /** Whether we caused the event ourselves. */
  readonly own: boolean;
};

/** Reads one event's payload. */
export type Handler = (payload: unknown, context: Context) => Found | "malformed";

const installationKey: Key = { kind: "installation" };

const newComment = reading(newCommentEventSchema, (payload) => {
  const isChange = payload.issue.pull_request !== undefined;
  return toRun(commandOfComment(payload), isChange ? "change" : "issue");
});

/** A bot's comment that somebody else changed: perhaps ours. */
const changedComment = reading(
  commentEventSchema,
  ({ issue, comment: { user }, repository }, { action, sender }) => {
    const isChange = action === "edited" || action === "deleted";
    if (issue.pull_request === undefined || !isChange) return null;
    if (user?.type !== "Bot" || user.id === sender?.id) return null;
    return { keys: [{ kind: "change", repository: nameOf(repository), number: issue.number }] };
  },
);

/** By event name. An event that is not here has no keys. */
export const handlers: Readonly<Record<string, Handler>> = {
  pull_request: reading(pullRequestEventSchema, (payload, { action, sender, own }) => {
    const { number, changes, pull_request } = payload;
    const repository = nameOf(payload.repository);
    const keys = [{ kind: "change", repository, number } as const];
    const { sha: headSha, ref: branch, repo } = pull_request.head;
    const hints = [{ repository, number, pair: { baseSha: pull_request.base.sha, headSha } }];
    switch (action) {
      case "synchronize":
        return {
          keys,
          hints,
          heads: headOf(payload, "pushed"),
          pushes: pushBy(sender, repo?.id, branch, {
            beforeSha: payload.before,
            headSha,
            pushedAtMs: pull_request.updated_at,
          }),
        };
      case "opened":
        return { keys, hints, heads: headOf(payload, "opened") };
      case "reopened":
        // While it was closed nothing told of pushes.
        return { keys, hints, heads: headOf(payload, "pushed") };
      case "labeled":
      case "unlabeled":
        return own ? null : { keys };
      case "edited":
        return changes?.title !== undefined || changes?.base !== undefined ? { keys } : null;
      case "closed":
      case "converted_to_draft":
      case "dequeued":
      case "enqueued":
      case "ready_for_review":
        return { keys };
      default:
        return null;
    }
  }),

  pull_request_review: reading(reviewEventSchema, (payload, { action }) => {
    if (action !== "submitted" && action !== "dismissed") return null;
    const repository = nameOf(payload.repository);
    return { keys: [{ kind: "change", repository, number: payload.pull_request.number }] };
  }),

  issue_comment: (payload, context) =>
    context.action === "created" ? newComment(payload, context) : changedComment(payload, context),

  issues: reading(issueEventSchema, ({ issue, repository }, { action, own }) => {
    if (own || !["closed", "deleted", "transferred"].includes(action)) return null;
    const number = reviewedChange(issue.body ?? "");
    if (number === null) return null;
    return { keys: [{ kind: "change", repository: nameOf(repository), number }] };
  }),

  check_run: reading(checkRunEventSchema, (payload, { action, sender }) => {
    if (action === "requested_action") return toRun(commandOfButton(payload, sender));
    if (action !== "rerequested") return null;
    const { head_sha, check_suite, pull_requests } = payload.check_run;
    const check = { ...check_suite, head_sha, pull_requests };
    return { keys: keysOfCheck(payload.repository, check) };
  }),

  check_suite: reading(checkSuiteEventSchema, ({ check_suite, repository }, { action }) =>
    action === "rerequested" ? { keys: keysOfCheck(repository, check_suite) } : null,
  ),

  merge_group: reading(mergeGroupEventSchema, ({ merge_group, repository }, { action }) => {
    if (action !== "checks_requested") return null;
    const branch = merge_group.base_ref.replace(/^refs\/heads\//, "");
    const headSha = merge_group.head_sha;
    return { keys: [{ kind: "merge-group", repository: nameOf(repository), branch, headSha }] };
  }),

  push: reading(pushEventSchema, (payload, { sender }) => {
    const tagged = keysOfPushedTag(nameOf(payload.repository), payload.ref);
    if (tagged.length > 0) return { keys: tagged };
    const branch = /^refs\/heads\/(.+)$/.exec(payload.ref)?.[1];
    if (branch === undefined || payload.deleted) return null;
    return {
      keys: [
        ...(mayTouchPolicy(payload) ? [keyOfPolicy(payload.repository, branch)] : []),
        ...keysOfPush(payload, branch),
      ],
      pushes: pushBy(sender, payload.repository.id, branch, {
        beforeSha: payload.before,
        headSha: payload.after,
        pushedAtMs: payload.repository.pushed_at,
      }),
    };
  }),

  create: reading(refEventSchema, (payload) => ({ keys: keysOfRef(payload) })),
  delete: reading(refEventSchema, (payload) => ({ keys: keysOfRef(payload) })),
  release: reading(releaseEventSchema, (payload, context) => ({
    keys: keysOfRelease(payload, context),
  })),
  deployment_protection_rule: reading(protectionRuleEventSchema, (payload, { action }) => {
    const gate = action === "requested" ? gateOfProtectionRule(payload) : null;
    return gate && { keys: [keyOfEnvironment(gate)], gates: [gate] };
  }),

  deployment: reading(deploymentEventSchema, (payload) => {
    const gate = gateOfDeployment(payload);
    return {
      keys: [keyOfEnvironment(gate)],
      // A workflow's job asks by its environment's protection rule.
      gates: payload.workflow_run ? [] : [gate],
    };
  }),

  deployment_status: reading(deploymentEventSchema, (payload) => ({
    keys: [keyOfEnvironment(gateOfDeployment(payload))],
  })),

  member: reading(inRepositorySchema, ({ repository }) => ({
    keys: [{ kind: "repository", repository: nameOf(repository) }],
    rightsChanged: true,
  })),

  membership: () => ({ keys: [installationKey], rightsChanged: true }),

  organization: (_payload, { action }) =>
    ["member_added", "member_removed", "renamed"].includes(action)
      ? { keys: [installationKey], rightsChanged: true }
      : null,

  team: reading(teamEventSchema, ({ repository }, { action }) => {
    if (action === "created") return null;
    const key: Key = repository
      ? { kind: "repository", repository: nameOf(repository) }
      : installationKey;
    return { keys: [key], rightsChanged: true };
  }),

  installation: reading(installationEventSchema, ({ installation }, { action }) => {
    const { id, account } = installation;
    const now = (state: "active" | "suspended" | "removed") => ({
      installation: { id, account: account.login, state },
    });
    switch (action) {
      case "created":
      case "unsuspend":
      case "new_permissions_accepted":
        return { ...now("active"), keys: [installationKey], rightsChanged: true };
      case "suspend":
        return now("suspended");
      case "deleted":
        return now("removed");
      default:
        return null;
    }
  }),

  installation_repositories: reading(installedRepositoriesSchema, ({ repositories_added }) => ({
    keys: repositories_added.flatMap(({ full_name }) => {
      const [owner = "", name = ""] = full_name.split("/");
      const repository = { owner, name };
      return [
        { kind: "repository", repository },
        { kind: "history", repository },
      ] as const;
    }),
  })),

  repository: reading(repositoryEventSchema, ({ repository, changes }, { action }) => {
    const names = [repository.name, changes?.repository?.name.from];
    const everywhere = names.some(holdsOrganisationPolicy);
    const moved = ["renamed", "transferred", "unarchived"].includes(action);
    const redirected = action === "edited" && changes?.default_branch !== undefined;
    if (!moved && !redirected && !(action === "deleted" && everywhere)) return null;
    const key: Key = { kind: "repository", repository: nameOf(repository) };
    return { keys: [everywhere ? installationKey : key], rightsChanged: action === "transferred" };
  }),
};

function keyOfEnvironment({ repository, environment }: GateRequest): Key {
  return { kind: "environment", repository, environment };
}

/** A handler of the payloads that have the given form. */
function reading<Schema extends z.ZodType>(
  schema: Schema,
  find: (payload: z.infer<Schema>, context: Context) => Found,
): Handler {
  return (payload, context) => {
    const parsed = schema.safeParse(payload);
    return parsed.success ? find(parsed.data, context) : "malformed";
  };
}

function toRun(command: ReceivedCommand | null, kind: "change" | "issue" = "change"): Found {
  if (command === null) return null;
  const { repository, number } = command;
  return { keys: [{ kind, repository, number }], commands: [command] };
}

function headOf(
  { repository, number, pull_request }: PullRequestPayload,
  cause: HeadArrival["cause"],
): readonly HeadArrival[] {
  const { head, created_at, updated_at } = pull_request;
  const arrivedAtMs = cause === "opened" ? created_at : updated_at;
  if (arrivedAtMs === undefined) return [];
  return [{ repository: nameOf(repository), number, headSha: head.sha, cause, arrivedAtMs }];
}

function pushBy(
  sender: SenderPayload | undefined,
  repositoryId: number | undefined,
  branch: string | undefined,
  push: {
    readonly beforeSha: string | undefined;
    readonly headSha: string;
    readonly pushedAtMs: number | undefined;
  },
): readonly Push[] {
  if (sender === undefined || repositoryId === undefined || branch === undefined) return [];
  const { beforeSha = null, headSha, pushedAtMs = null } = push;
  const pusher = accountOfRest(sender);
  return [{ repositoryId, branch, beforeSha, headSha, pusher, pushedAtMs }];
}

/** The pull request whose retrospective review an issue asks for: its body opens with our marker. */
function reviewedChange(body: string): number | null {
  const digits = /^<!-- sluice:review [^\s#]+#(\d{1,9}) -->/.exec(body)?.[1];
  return digits === undefined ? null : Number(digits);
}
