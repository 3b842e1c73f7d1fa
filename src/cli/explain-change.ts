import type { ChangeDecision, NotControlled } from "#core/change/change-decision.ts";
import { decideChange } from "#core/change/decide-change.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import { RetryLater, TerminalError, UserError } from "#core/errors.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import { createGitHub, type GitHub } from "#github/github.ts";
import { CredentialsRefused } from "#github/request-error.ts";
import { type Environment, readEnvironment } from "../env.ts";
import { type CommandIo, withUserErrors } from "./command-io.ts";
import type { ExplainOptions } from "./explain.ts";
import { renderChangeExplanation, renderChangeExplanationJson } from "./explain-change-text.ts";
import { lookOf } from "./terminal-text.ts";

/** A pull request as the command line names it. */
export type ChangeName = { readonly repository: RepositoryName; readonly number: number };

/** A pull request as GitHub shows it now, and what its policies decide of it. */
export type ChangeExplanation = {
  readonly observed: ObservedChange;
  readonly decision: ChangeDecision | NotControlled;
};

/** Reads `owner/repository#number`; null when the text names something else. */
export function readChangeName(text: string): ChangeName | null {
  const [, owner, name, number] = /^([\w.-]+)\/([\w.-]+)#([1-9]\d{0,9})$/.exec(text) ?? [];
  if (owner === undefined || name === undefined) return null;
  return { repository: { owner, name }, number: Number(number) };
}

/**
 * `sluice explain OWNER/REPO#N`: reads a pull request from GitHub, with `GITHUB_TOKEN` or as the app, and says what its
 * policies decide of it and why. What only the server keeps (commands, ad hoc freezes, the repository's past) is not known
 * here. Nothing is written.
 *
 * Returns the exit code: 0 done, 1 a policy has problems, 2 it can't be done as asked.
 */
export function runExplainChange(
  change: ChangeName,
  options: ExplainOptions,
  io: CommandIo,
  nowMs: number,
): Promise<number> {
  return withUserErrors(io, async () => {
    if (options.policy !== undefined) {
      throw new UserError(
        "A pull request is explained by the policies that hold for it.",
        "Leave out --policy. What another policy would do is shown by: sluice backtest --policy FILE",
      );
    }
    const observed = await readChange(change, readEnvironment(io.env), io.env.GITHUB_TOKEN);
    const explanation = { observed, decision: decideChange(observed, nowMs) };
    io.stdout.write(
      options.json === true
        ? renderChangeExplanationJson(explanation)
        : renderChangeExplanation(explanation, lookOf(io)),
    );
    const { decision } = explanation;
    return decision.kind === "decided" && decision.verdict === "invalid" ? 1 : 0;
  });
}

async function readChange(
  { repository, number }: ChangeName,
  environment: Environment,
  token: string | undefined,
): Promise<ObservedChange> {
  const name = `${formatRepository(repository)}#${number}`;
  try {
    const { github, installationId } = await connect(repository, environment, token);
    const found = await github.observeChange(installationId, repository, number);
    if (found.kind === "observed") return found.observed;
  } catch (error) {
    throw explainFailure(name, error);
  }
  throw new UserError(
    `GitHub shows no pull request ${name} to these credentials.`,
    "Check the name and the number, and that the token or the app may read the repository.",
  );
}

type Connection = { readonly github: GitHub; readonly installationId: number };

async function connect(
  repository: RepositoryName,
  { apiUrl, credentials }: Environment,
  token: string | undefined,
): Promise<Connection> {
  const { appId = 0, privateKey = "" } = credentials ?? {};
  const options = { appId, privateKey, baseUrl: apiUrl, lastPusherOf: async () => null };
  if (token !== undefined && token !== "") {
    return { github: createGitHub({ ...options, token }), installationId: 0 };
  }
  if (credentials === null) {
    throw new UserError(
      "There are no credentials to read GitHub with.",
      "Set GITHUB_TOKEN to a token that may read the repository and its organisation's members, or APP_ID, PRIVATE_KEY and WEBHOOK_SECRET as for the server.",
    );
  }
  const github = createGitHub(options);
  const installationId = await github.installationOf(repository);
  if (installationId === null) {
    throw new UserError(
      `The app is not installed on ${formatRepository(repository)}.`,
      "Install it there, or set GITHUB_TOKEN to read with a token of your own.",
    );
  }
  return { github, installationId };
}

function explainFailure(name: string, error: unknown): unknown {
  if (error instanceof RetryLater) {
    return new UserError(error.message, `Ask for ${name} again in a moment.`, { cause: error });
  }
  if (error instanceof CredentialsRefused || error instanceof TerminalError) {
    const remedy = `Check that GITHUB_TOKEN, or the app, is valid and may read ${name}.`;
    return new UserError(error.message, remedy, { cause: error });
  }
  return error;
}
