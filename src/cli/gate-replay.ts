import { UserError } from "#core/errors.ts";
import {
  gateDecidedKind,
  type ReleasedGates,
  readReleasedGates,
} from "#core/gate/read-gate-records.ts";
import { replayGates } from "#core/gate/replay-gates.ts";
import type { RepositoryName } from "#core/key.ts";
import { freezes } from "#core/policy/schema/freeze.ts";
import type { Policy } from "#core/policy/schema.ts";
import { openDatabase } from "#store/database.ts";
import { Ledger } from "#store/ledger.ts";
import { readPolicyAt, renderPolicyProblems } from "./choose-policy.ts";
import { type CommandIo, withUserErrors } from "./command-io.ts";
import { databasePlace } from "./database-place.ts";
import { renderReplay, renderReplayJson } from "./gate-replay-text.ts";
import { readRepositoryName } from "./repository-name.ts";
import { lookOf } from "./terminal-text.ts";

export type GateReplayOptions = {
  /** The proposed policy's file. */
  readonly policy: string;
  /** Freezes on top of the policy's: `production:2026-12-18T18:00/2027-01-04T08:00`, in UTC. */
  readonly freeze?: readonly string[] | undefined;
  /** `owner/name`: only this repository's gates. */
  readonly repo?: string | undefined;
  readonly json?: boolean | undefined;
};

/**
 * `sluice gate replay --policy FILE`: which of the gates that the server released would a proposed policy have held? Reads the server's
 * database, which may go on meanwhile.
 *
 * Returns the exit code: 0 replayed, 1 the policy has problems, 2 it can't be done as asked.
 */
export function runGateReplay(options: GateReplayOptions, io: CommandIo): Promise<number> {
  return withUserErrors(io, async () => {
    const repository =
      options.repo === undefined ? null : readRepositoryName("--repo", options.repo);
    const further = (options.freeze ?? []).map(readFreeze);
    const chosen = await readPolicyAt(options.policy, io.cwd);
    if (chosen.kind === "invalid") {
      io.stderr.write(renderPolicyProblems(chosen.file, chosen.problems));
      return 1;
    }
    const { policy, source } = chosen;
    const gates = await readGates(io, repository);
    const replay = replayGates(gates.records, {
      ...policy,
      freezes: [...policy.freezes, ...further],
    });
    const report = { source, gates, replay };
    io.stdout.write(
      options.json === true ? renderReplayJson(report) : renderReplay(report, lookOf(io)),
    );
    return 0;
  });
}

async function readGates(io: CommandIo, repository: RepositoryName | null): Promise<ReleasedGates> {
  const database = await openDatabase({ ...databasePlace(io), readOnly: true });
  try {
    return await readReleasedGates(new Ledger(database).read(1, gateDecidedKind), repository);
  } finally {
    await database.close();
  }
}

/** A freeze as the policy's file would have it. */
function readFreeze(text: string): Policy["freezes"][number] {
  const [, environment = "", from = "", to = ""] = /^(.+?):(\d{4}-[^/]*)\/(.*)$/.exec(text) ?? [];
  const name = `--freeze ${environment}`;
  const freeze = { name, from: atMidnight(from), to: atMidnight(to), environments: [environment] };
  const [read] = freezes.safeParse([freeze]).data ?? [];
  if (read !== undefined) return read;
  throw new UserError(
    `--freeze ${text} is no freeze.`,
    "Name an environment, and when it begins and ends in UTC: --freeze production:2026-12-18T18:00/2027-01-04T08:00",
  );
}

/** A day alone means its beginning. */
function atMidnight(time: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(time) ? `${time}T00:00` : time;
}
