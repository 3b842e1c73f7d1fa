import type { Generated } from "kysely";
import type { AfterMergeTables } from "./after-merge-tables.ts";
import type { DeploymentTables } from "./deployment-tables.ts";
import type { ReleaseTables } from "./release-tables.ts";

/*
 * The tables, as the migrations leave them. Times that machinery compares are milliseconds since the epoch (`…_ms`), times for people are
 * ISO 8601 UTC text. JSON is text: the ledger's hashes need every byte as it was written.
 */

export type Tables = AfterMergeTables &
  DeploymentTables &
  ReleaseTables & {
    readonly delivery: DeliveryTable;
    readonly dirty_key: DirtyKeyTable;
    readonly push: PushTable;
    readonly ledger_writer: { readonly id: number; readonly turns: number };
    readonly ledger_entry: LedgerEntryTable;
    readonly change_state: ChangeStateTable;
    readonly change_head: ChangeHeadTable;
    readonly installation: InstallationTable;
    readonly repository: RepositoryTable;
    readonly history: HistoryTable;
    readonly merged_change: MergedChangeTable;
    readonly past_change: PastChangeTable;
    readonly past_author: PastAuthorTable;
    readonly past_touch: PastTouchTable;
    readonly past_rename: PastRenameTable;
    readonly received_command: ReceivedCommandTable;
    readonly command_effect: CommandEffectTable;
    readonly head_arrival: HeadArrivalTable;
  };

type DeliveryTable = {
  /** `X-GitHub-Delivery`. */
  readonly id: string;
  readonly event: string;
  readonly action: string | null;
  readonly installation_id: number | null;
  readonly received_ms: number;
  /** How many keys it marked. */
  readonly keys: number;
};

export type DirtyKeyTable = {
  readonly installation_id: number;
  /** See `core/key-encoding.ts`. */
  readonly key: string;
  /** Raised by every mark: whoever works on an older generation has not seen the newest mark. */
  readonly generation: number;
  readonly ready_ms: number;
  /** The place in `ranks` of `core/key-rank.ts`. */
  readonly rank: number;
  readonly lease_owner: string | null;
  /** Different for each claim: what was claimed again is no longer the former holder's. */
  readonly lease_token: string | null;
  /** 0 when nobody has claimed the key. */
  readonly lease_until_ms: number;
  /** Failed attempts since the last success or mark of a dead key. */
  readonly attempts: number;
  /** Those of them that were no waiting for GitHub: an unknown error, or a process that ended while it held the key. */
  readonly faults: number;
  readonly last_error: string | null;
  /** When the key was set aside; null while it lives. */
  readonly dead_ms: number | null;
};

type PushTable = {
  readonly repository_id: number;
  readonly head_sha: string;
  readonly branch: string;
  readonly pusher_id: number;
  readonly pusher_login: string;
  readonly pusher_kind: "user" | "bot";
  /** Where the branch was before; all zeros where it was not there, null where no delivery told. */
  readonly before_sha: string | null;
  /** By GitHub's clock, to the second; when we received it where GitHub did not tell. */
  readonly pushed_ms: number;
  readonly received_ms: number;
};

type LedgerEntryTable = {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly subject: string;
  /** JSON. */
  readonly actor: string | null;
  /** JSON. */
  readonly data: string;
  readonly prev: string;
  readonly hash: string;
};

type ChangeStateTable = {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  readonly installation_id: number;
  readonly state: "open" | "closed" | "merged";
  readonly head_sha: string;
  readonly base_branch: string;
  /** The last decision; this and the other fields of it are null while none was made, because no policy controls the change. */
  readonly verdict: "approved" | "waiting" | "rejected" | "invalid" | null;
  readonly level: "low" | "medium" | "high" | "critical" | null;
  /** GitHub's `updated_at` of what was decided on. */
  readonly updated_at: string;
  /** JSON: logins, lower case. */
  readonly requested_reviewers: string;
  /** The commit for which we requested reviews last, and of whom (JSON); null before the first time. */
  readonly asked_head: string | null;
  readonly asked_reviewers: string | null;
  readonly decision_digest: string | null;
  readonly ledger_seq: number | null;
  readonly ledger_hash: string | null;
};

type ChangeHeadTable = {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  readonly head_sha: string;
  /** See `digestDiff` in `core/approval/digest-diff.ts`; null where it was not known, or not always the same. */
  readonly diff_digest: string | null;
  /** The lowest that was decided. */
  readonly level: "low" | "medium" | "high" | "critical";
  /** When it was decided first. */
  readonly decided_ms: number;
};

type InstallationTable = {
  readonly id: number;
  /** The organisation or user, its login. */
  readonly account: string;
  readonly state: "active" | "suspended";
};

type RepositoryTable = {
  readonly id: number;
  readonly installation_id: number;
  /** `owner/name`. */
  readonly full_name: string;
  readonly default_branch: string | null;
  /** 0: never. */
  readonly swept_ms: number;
  readonly sweep_etag: string | null;
};

type HistoryTable = {
  readonly id: Generated<number>;
  /** `owner/name`, lower case. */
  readonly repository: string;
  readonly owner: string;
  /** The default branch when reading from GitHub began; null before. */
  readonly branch: string | null;
  /** Where reading from GitHub goes on; null at its beginning. */
  readonly cursor: string | null;
  /** Calls spent on reading from GitHub. */
  readonly calls: number;
  /** When reading from GitHub ended; null before. */
  readonly read_ms: number | null;
  /** From this moment on no change is missing; 0: from the first one on. Null while that can't be said. */
  readonly complete_from_ms: number | null;
  /** Since when it can be asked; null before. */
  readonly ready_ms: number | null;
};

type MergedChangeTable = {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  readonly merge_sha: string;
  readonly merged_ms: number;
  /** JSON, see `core/change-set/merged-change.ts`. */
  readonly change: string;
};

type PastChangeTable = {
  readonly id: Generated<number>;
  readonly history_id: number;
  /** The commit that brought the change to the default branch. */
  readonly sha: string;
  /** The pull request; null for a direct push. */
  readonly number: number | null;
  readonly merged_ms: number;
  /** 1: the server saw the pull request itself. */
  readonly observed: number;
  /** JSON, see `core/history/remembered-change.ts`; null where the change can't be decided anew. */
  readonly facts: string | null;
};

/** Account ids; negative for people of whom only an address is known. */
type PastAuthorTable = {
  readonly change_id: number;
  readonly author_id: number;
  readonly history_id: number;
  readonly merged_ms: number;
};

/** Source files only. History and time are repeated here: questions about a file touch no other table. */
type PastTouchTable = {
  readonly change_id: number;
  readonly path: string;
  readonly author_id: number;
  readonly history_id: number;
  readonly merged_ms: number;
  /** 1: the change's title says that it fixes or reverts. */
  readonly repair: number;
};

type PastRenameTable = {
  readonly change_id: number;
  readonly from_path: string;
  readonly to_path: string;
  readonly history_id: number;
  readonly merged_ms: number;
};

type GiverColumns = {
  readonly giver_id: number;
  readonly giver_login: string;
  readonly giver_kind: "user" | "bot";
};

export type ReceivedCommandTable = GiverColumns & {
  readonly kind: "comment" | "button";
  /** The comment's number, or the delivery that told of the button. */
  readonly id: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  readonly given_ms: number;
  readonly received_ms: number;
  /** Of a comment. */
  readonly node_id: string | null;
  /** Of a comment; null once it is handled. */
  readonly body: string | null;
  /** Which button. */
  readonly button: string | null;
  /** Of a button: the commit that its check stands on. */
  readonly head_sha: string | null;
  readonly handled_ms: number | null;
  /** JSON: what is still to be said to its giver; null when nothing is. */
  readonly answer: string | null;
  /** When it was handled and answered; null before. */
  readonly done_ms: number | null;
};

export type CommandEffectTable = GiverColumns & {
  /** The command that had the effect: `received_command`'s key, and its place in that comment. */
  readonly kind: "comment" | "button";
  readonly id: string;
  readonly position: number;
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  readonly given_ms: number;
  /** The head commit when it took effect. */
  readonly head_sha: string;
  readonly effect_kind: string;
  /** JSON, see `core/command/given-command.ts`. */
  readonly effect: string;
  readonly ledger_seq: number;
};

type HeadArrivalTable = {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  readonly head_sha: string;
  /** `seen`: no delivery told of it, and this is when it was there at the latest. */
  readonly cause: "opened" | "pushed" | "seen";
  /** By GitHub's clock, to the second. */
  readonly arrived_ms: number;
  readonly received_ms: number;
};
