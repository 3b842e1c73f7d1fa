import { resolve } from "node:path";
import { decidePastChange, type PastDecision } from "#core/backtest/decide-past-change.ts";
import { UserError } from "#core/errors.ts";
import { MainlineMemory } from "#core/history/mainline-memory.ts";
import type { PastChange } from "#core/history/past-change.ts";
import { People } from "#core/history/people.ts";
import type { Policy } from "#core/policy/schema.ts";
import { findCommit, type OpenRepository, openRepository } from "#history/open-repository.ts";
import { openHistory } from "#history/read-past-changes.ts";
import { readRange } from "#history/read-range.ts";
import { choosePolicy, renderPolicyProblems } from "./choose-policy.ts";
import { type CommandIo, interruptedCode, withUserErrors } from "./command-io.ts";
import { renderExplanation, renderExplanationJson } from "./explain-text.ts";
import { Progress } from "./progress.ts";
import { lookOf } from "./terminal-text.ts";

export type ExplainOptions = {
  /** A policy file instead of the repository's own. */
  readonly policy?: string | undefined;
  readonly json?: boolean | undefined;
};

/** A change, and what a policy says of it. */
export type Explanation = {
  readonly change: PastChange;
  readonly policy: Policy;
  readonly policySource: string;
  readonly decision: PastDecision;
};

/**
 * `sluice explain [DIR] <sha|range>`: the factors of one change: a commit against its first parent, or a range as the pull
 * request that it would be. `args` are the folder, if given, and the revision.
 *
 * Returns the exit code: 0 done, 1 the policy has problems, 2 it can't be done as asked, 130 ended by Ctrl-C.
 */
export function runExplain(
  args: readonly string[],
  options: ExplainOptions,
  io: CommandIo,
): Promise<number> {
  return withUserErrors(io, async () => {
    const { dir, revision } = readArguments(args);
    const repository = await openRepository(resolve(io.cwd, dir), io.env);
    const chosen = await choosePolicy(repository, options.policy, io.cwd);
    if (chosen.kind === "invalid") {
      io.stderr.write(renderPolicyProblems(chosen.file, chosen.problems));
      return 1;
    }
    const { policy, source } = chosen;
    const found = await findChange(repository, revision, policy, io);
    if (found === undefined) return interruptedCode;
    const { change, memory } = found;
    const decision = decidePastChange(change.sha, memory.factsOf(change), policy);
    const explanation = { change, policy, policySource: source, decision };
    io.stdout.write(
      options.json === true
        ? renderExplanationJson(explanation)
        : renderExplanation(explanation, lookOf(io)),
    );
    return 0;
  });
}

type FoundChange = { readonly change: PastChange; readonly memory: MainlineMemory };

/** The change that a revision names, and the memory of all before it; undefined when Ctrl-C came first. */
async function findChange(
  repository: OpenRepository,
  revision: string,
  policy: Policy,
  io: CommandIo,
): Promise<FoundChange | undefined> {
  const people = new People();
  const range = /^(.*?)\.\.\.?(.*)$/.exec(revision);
  const [from, to] = range === null ? [revision, null] : [range[1] || "HEAD", range[2] || "HEAD"];
  const base = await findCommit(repository, from);
  const tip = to === null ? null : await findCommit(repository, to);
  const found = await followTo(repository, base, { policy, people, io });
  if (found === undefined || tip === null) return found;
  found.memory.remember(found.change);
  const change = await readRange(repository, { from: base, to: tip }, people);
  return { ...found, change };
}

/** Follows the mainline that ends in `head`, up to its last change. */
async function followTo(
  repository: OpenRepository,
  head: string,
  {
    policy,
    people,
    io: { stderr, signal },
  }: { readonly policy: Policy; readonly people: People; readonly io: CommandIo },
): Promise<FoundChange | undefined> {
  const progress = new Progress(stderr, "changes read");
  const { branch } = repository;
  const history = await openHistory(repository, head, branch, { people, signal });
  const memory = new MainlineMemory(policy.risk.ignore);
  let last: PastChange | undefined;
  try {
    for await (const change of history.changes) {
      if (last !== undefined) memory.remember(last);
      last = change;
      progress.show(memory.length, history.mergedAtMs.length);
      if (signal.aborted) return undefined;
    }
  } finally {
    progress.clear();
  }
  return last === undefined || signal.aborted ? undefined : { change: last, memory };
}

function readArguments(args: readonly string[]): { dir: string; revision: string } {
  const [first, second] = args;
  if (first !== undefined && args.length <= 2) {
    return second === undefined ? { dir: ".", revision: first } : { dir: first, revision: second };
  }
  throw new UserError(
    "It is not clear which change to explain.",
    "Name a commit or a range: sluice explain [DIR] main..my-branch",
  );
}
