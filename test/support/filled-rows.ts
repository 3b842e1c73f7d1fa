import type { MergedChange } from "#core/change-set/merged-change.ts";
import { formatGateName } from "#core/gate/gate-request.ts";
import type { Tables } from "#store/tables.ts";
import { alice, bob, changeFacts, commitBy, fileChange } from "./facts.ts";

/** One change of a filled store: which, where and when it was merged. */
export type FilledChange = {
  readonly repository: { readonly owner: string; readonly name: string };
  readonly repositoryId: number;
  readonly number: number;
  readonly mergedAtMs: number;
  /** Of its last decision. */
  readonly ledger: { readonly seq: number; readonly hash: string };
  readonly gateLedger: { readonly seq: number; readonly hash: string };
  /** Whether it is still worked on. */
  readonly isOpen: boolean;
};

type FilledName = Pick<FilledChange, "repositoryId" | "number">;

export type Row = Readonly<Record<string, string | number | null>>;

type Rows = { readonly [Table in keyof Tables]?: readonly Row[] };

export const filledEnvironment = "production";

/** A commit of a change: `0` is its first head, `1` its last, `2` its merge. */
export function shaOf({ repositoryId, number }: FilledName, index: 0 | 1 | 2): string {
  // Spread over the index as hashes are.
  const spread = (Math.imul(number, 0x9e3779b1) >>> 0).toString(16).padStart(8, "0");
  return `${spread}${repositoryId.toString(16)}${index}`.padEnd(40, "0");
}

/** The file that most changes of a repository touch, and one that few do. */
export function pathsOf({ number }: Pick<FilledChange, "number">): readonly [string, string] {
  return [`src/part-${number % 7}.ts`, `src/area-${number % 40}/file-${number % 300}.ts`];
}

/** What the past knows of a change. */
export function pastOf(change: FilledChange) {
  const [first, second] = pathsOf(change);
  const author = { ...alice, id: authorOf(change) };
  const { history: _, ...facts } = changeFacts({
    title: `Change ${change.number}`,
    author,
    files: [fileChange(first), fileChange(second)],
    commits: [commitBy(author)],
  });
  const { number, mergedAtMs } = change;
  return { sha: shaOf(change, 2), number, mergedAtMs, facts, whole: true, observed: true };
}

/** Forty people work in a repository. */
export function authorOf({ repositoryId, number }: FilledName): number {
  return repositoryId * 40 + (number % 40);
}

/** The rows that a change leaves in every table that is not the ledger's or the past's. */
export function rowsOf(change: FilledChange): Rows {
  const { number, repositoryId, mergedAtMs, isOpen } = change;
  const repository = `${change.repository.owner}/${change.repository.name}`;
  const of = { repository, number };
  const [firstSha, headSha, mergeSha] = [shaOf(change, 0), shaOf(change, 1), shaOf(change, 2)];
  const position = { ledger_seq: change.ledger.seq, ledger_hash: change.ledger.hash };
  const pusher = { pusher_id: authorOf(change), pusher_login: "alice", pusher_kind: "user" };
  const heads = [firstSha, headSha].map((head_sha) => ({ ...of, head_sha }));
  const branch = `topic-${number}`;
  return {
    change_state: [
      {
        ...{ ...of, ...position, installation_id: 1, head_sha: headSha, base_branch: "main" },
        ...{ state: isOpen ? "open" : "merged", verdict: "approved", level: "low" },
        ...{ updated_at: "2026-03-01T09:00:00Z", decision_digest: headSha },
        requested_reviewers: isOpen && number % 3 === 0 ? '["bob","carol"]' : "[]",
      },
    ],
    change_head: heads.map((head) => ({ ...head, level: "low", decided_ms: mergedAtMs })),
    head_arrival: heads.map((head) => ({
      ...head,
      cause: "pushed",
      arrived_ms: mergedAtMs,
      received_ms: mergedAtMs,
    })),
    push: [firstSha, headSha].map((head_sha) => ({
      ...{ repository_id: repositoryId, branch, head_sha, ...pusher, received_ms: mergedAtMs },
    })),
    ...(!isOpen && mergedRows(change, of, mergeSha)),
    ...(number % 5 === 0 && commandRows(change, of, headSha)),
    ...(number % 50 === 0 && rareRows(change, of, mergeSha)),
  };
}

type Of = { readonly repository: string; readonly number: number };

function mergedRows(change: FilledChange, of: Of, merge_sha: string): Rows {
  const { mergedAtMs, gateLedger } = change;
  return {
    merged_change: [
      { ...of, merge_sha, merged_ms: mergedAtMs, change: JSON.stringify(mergedChange(change)) },
    ],
    judged_merge: [
      { ...of, branch: "main", sha: merge_sha, parent_sha: null, judgement: "authorised" },
    ],
    gate: [
      {
        ...{ repository: of.repository, name: gateNameOf(change) },
        ...{ environment: filledEnvironment, sha: merge_sha, requested_ms: mergedAtMs },
        ...{ state: "released", closed: 1, reports: 0, released_ms: mergedAtMs + 60_000 },
        ...{ ledger_seq: gateLedger.seq, ledger_hash: gateLedger.hash },
      },
    ],
    deployment_news: [{ ...of, place: filledEnvironment, line: "Deployed to production." }],
  };
}

function gateNameOf({ repositoryId, number }: FilledName): string {
  return formatGateName({ kind: "gate-api", id: `${repositoryId}-${number}` });
}

function mergedChange(change: FilledChange): MergedChange {
  const { repository, number, mergedAtMs } = change;
  const author = { ...alice, id: authorOf(change) };
  const headSha = shaOf(change, 1);
  return {
    repository,
    branch: "main",
    pullRequest: {
      number,
      title: `Change ${number}`,
      author,
      labels: ["risk: low", "change: normal"],
      mergeCommitSha: shaOf(change, 2),
      paths: pathsOf(change),
    },
    headSha,
    mergedAtMs,
    updatedAt: new Date(mergedAtMs).toISOString(),
    decision: { verdict: "approved", type: "normal", level: "low", mode: "enforce", reasons: [] },
    approvals: [{ by: bob, commitSha: headSha }],
    exceptions: [],
    involved: [author],
    pusherKnown: true,
  };
}

function commandRows(change: FilledChange, of: Of, head_sha: string): Rows {
  const name = {
    kind: "comment",
    id: `${change.repositoryId}${String(of.number).padStart(7, "0")}`,
  };
  const by = { giver_id: bob.id, giver_login: bob.login, giver_kind: "user" };
  const given = { ...name, ...of, ...by, given_ms: change.mergedAtMs };
  const effect = { kind: "release", environment: filledEnvironment, note: null };
  return {
    received_command: [
      {
        ...given,
        received_ms: given.given_ms,
        handled_ms: given.given_ms,
        done_ms: given.given_ms,
      },
    ],
    command_effect: [
      {
        ...{ ...given, position: 0, head_sha, ledger_seq: change.ledger.seq },
        ...{ effect_kind: effect.kind, effect: JSON.stringify(effect) },
      },
    ],
  };
}

/** A push past the gates, a review that was owed, a tag: of one change in fifty. */
function rareRows({ ledger }: FilledChange, of: Of, sha: string): Rows {
  const position = { ledger_seq: ledger.seq, ledger_hash: ledger.hash };
  const tag = `v1.${of.number}.0`;
  const { repository } = of;
  return {
    unauthorised_change: [
      { repository, sha, kind: "merge", number: of.number, change: "{}", ...position },
    ],
    owed_review: [{ ...of, review: "{}", ...position, settlement: "{}", closed_ms: 1 }],
    known_tag: [{ repository, tag, target_sha: sha }],
    release: [{ repository, tag, commit_sha: sha, notes_digest: sha, ...position }],
  };
}
