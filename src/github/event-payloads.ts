import { z } from "zod";
import type { RepositoryName } from "#core/key.ts";

/** The few fields of GitHub's deliveries that choose keys. Everything else may be missing, new or odd. */

const idSchema = z.int().positive();
const shaSchema = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
const nameSchema = z.string().regex(/^[A-Za-z0-9._-]{1,100}$/);
const branchSchema = z
  .string()
  .min(1)
  .max(1_000)
  .refine((branch) => branch.isWellFormed());

const repositorySchema = z.object({
  id: idSchema,
  name: nameSchema,
  owner: z.object({ login: nameSchema }),
  default_branch: branchSchema.optional().catch(undefined),
});

const senderSchema = z.object({
  id: idSchema,
  login: z.string().min(1),
  type: z.string().optional(),
});

const checkedPullRequestsSchema = z
  .array(
    z.object({
      number: idSchema,
      base: z.object({ ref: z.string().optional(), repo: z.object({ id: idSchema }) }),
    }),
  )
  .catch([]);

/** ISO 8601, as milliseconds since the epoch. */
const timeSchema = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** Of a push GitHub tells it in seconds since the epoch. */
const pushTimeSchema = z.union([z.int().transform((seconds) => seconds * 1_000), timeSchema]);

const pathsSchema = z.array(z.string()).default([]);

/** What every delivery to an app has. */
export const envelopeSchema = z.object({
  action: z.string().optional(),
  installation: z.object({ id: idSchema }),
  sender: senderSchema.optional().catch(undefined),
});

export const inRepositorySchema = z.object({ repository: repositorySchema });

export const pullRequestEventSchema = inRepositorySchema.extend({
  number: idSchema,
  before: shaSchema.optional().catch(undefined),
  pull_request: z.object({
    head: z.object({
      sha: shaSchema,
      ref: branchSchema.optional().catch(undefined),
      // Null once a fork is deleted.
      repo: z.object({ id: idSchema }).nullish().catch(null),
    }),
    base: z.object({ sha: shaSchema }),
    created_at: timeSchema.optional().catch(undefined),
    updated_at: timeSchema.optional().catch(undefined),
  }),
  changes: z
    .object({ title: z.unknown(), base: z.unknown() })
    .partial()
    .optional()
    .catch(undefined),
});

export const reviewEventSchema = inRepositorySchema.extend({
  pull_request: z.object({ number: idSchema }),
});

export const commentEventSchema = inRepositorySchema.extend({
  issue: z.object({ number: idSchema, pull_request: z.object({}).optional() }),
  comment: z.object({ user: senderSchema.nullable() }),
});

/** GitHub takes no longer comment. */
const longestComment = 65_536;

/** A comment as its author first wrote it. */
export const newCommentEventSchema = commentEventSchema.extend({
  issue: commentEventSchema.shape.issue.extend({ body: z.string().nullish() }),
  comment: z.object({
    id: idSchema,
    node_id: z.string().min(1),
    user: senderSchema.nullable(),
    body: z
      .string()
      .max(longestComment)
      // What no database takes as text.
      .refine((body) => body.isWellFormed() && !body.includes("\0")),
    created_at: timeSchema,
  }),
});

export const issueEventSchema = inRepositorySchema.extend({
  issue: z.object({ body: z.string().nullish() }),
});

const checkSuiteSchema = z.object({
  head_branch: branchSchema.nullish(),
  head_sha: shaSchema,
  pull_requests: checkedPullRequestsSchema,
});

export const checkSuiteEventSchema = inRepositorySchema.extend({ check_suite: checkSuiteSchema });

export const checkRunEventSchema = inRepositorySchema.extend({
  check_run: z.object({
    name: z.string().optional(),
    head_sha: shaSchema,
    check_suite: z.object({ head_branch: branchSchema.nullish() }),
    pull_requests: checkedPullRequestsSchema,
  }),
  requested_action: z.object({ identifier: z.string().max(20) }).optional(),
});

export const mergeGroupEventSchema = inRepositorySchema.extend({
  merge_group: z.object({ head_sha: shaSchema, base_ref: branchSchema }),
});

export const pushEventSchema = z.object({
  repository: repositorySchema.extend({ pushed_at: pushTimeSchema.optional().catch(undefined) }),
  ref: branchSchema,
  before: shaSchema.optional().catch(undefined),
  after: shaSchema,
  deleted: z.boolean().default(false),
  forced: z.boolean().default(false),
  commits: z
    .array(z.object({ added: pathsSchema, removed: pathsSchema, modified: pathsSchema }))
    .nullish()
    .catch(null),
});

/** A branch or tag that was made or deleted. */
export const refEventSchema = inRepositorySchema.extend({
  ref: branchSchema,
  ref_type: z.string(),
});

export const releaseEventSchema = inRepositorySchema.extend({
  release: z.object({ tag_name: branchSchema }),
});

const environmentSchema = z
  .string()
  .min(1)
  .max(255)
  .refine((name) => name.isWellFormed());

/** The run's number stands in the path only: https://docs.github.com/en/webhooks/webhook-events-and-payloads#deployment_protection_rule */
export const protectionRuleEventSchema = inRepositorySchema.extend({
  environment: environmentSchema,
  deployment_callback_url: z.url(),
  deployment: z.object({ id: idSchema }),
});

export const deploymentEventSchema = inRepositorySchema.extend({
  deployment: z.object({
    id: idSchema,
    environment: environmentSchema,
    // The deployment's own name for it; a status may name another.
    original_environment: environmentSchema.optional().catch(undefined),
  }),
  // Null for deployments that no workflow's job made.
  workflow_run: z.object({ id: idSchema }).nullish(),
});

export const teamEventSchema = z.object({ repository: repositorySchema.optional() });

export const installationEventSchema = z.object({
  installation: z.object({ id: idSchema, account: z.object({ login: nameSchema }) }),
});

export const installedRepositoriesSchema = z.object({
  repositories_added: z
    .array(
      z.object({ full_name: z.string().regex(/^[A-Za-z0-9._-]{1,100}\/[A-Za-z0-9._-]{1,100}$/) }),
    )
    .default([]),
});

export const repositoryEventSchema = inRepositorySchema.extend({
  changes: z
    .object({
      default_branch: z.unknown(),
      repository: z.object({ name: z.object({ from: nameSchema }) }),
    })
    .partial()
    .optional()
    .catch(undefined),
});

export type RepositoryPayload = z.infer<typeof repositorySchema>;
export type SenderPayload = z.infer<typeof senderSchema>;
export type PullRequestPayload = z.infer<typeof pullRequestEventSchema>;
export type NewCommentPayload = z.infer<typeof newCommentEventSchema>;
export type CheckRunPayload = z.infer<typeof checkRunEventSchema>;
export type RefPayload = z.infer<typeof refEventSchema>;
export type ReleasePayload = z.infer<typeof releaseEventSchema>;
export type PushPayload = z.infer<typeof pushEventSchema>;

/** A payload's repository by name. */
export function nameOf({ owner, name }: RepositoryPayload): RepositoryName {
  return { owner: owner.login, name };
}
