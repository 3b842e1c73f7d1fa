import type { EligibilityQuestions, TeamQuestion } from "#core/approval/eligibility.ts";
import type { Eligibility } from "#core/change/observed-change.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import { type AnswerKey, type Answers, createAnswers } from "./answers.ts";
import type { Client } from "./client.ts";
import { isNotFound, Refused } from "./request-error.ts";

type HeldPermission = Eligibility["permissions"][string];

/** Who may do what, as GitHub answered within the last minute. */
export type EligibilityAnswers = {
  /** The answers when all are fresh, else null. */
  find(
    installationId: number,
    repository: RepositoryName,
    questions: EligibilityQuestions,
  ): Eligibility | null;
  /** Asks what is not fresh. */
  ask(
    client: Client,
    installationId: number,
    repository: RepositoryName,
    questions: EligibilityQuestions,
  ): Promise<void>;
  /** Somebody's rights changed: every answer is asked again before its next use. */
  expire(installationId: number): void;
};

const freshMs = 60_000;

export function createEligibilityAnswers(now: () => number): EligibilityAnswers {
  const permissions = createAnswers<HeldPermission>(freshMs, now);
  const memberships = createAnswers<boolean>(freshMs, now);

  return {
    find(installationId, repository, questions) {
      const held = questions.permissions.map((login) => ({
        login,
        permission: permissions.fresh(permissionKey(installationId, repository, login)),
      }));
      const teams = questions.teams.map((question) => ({
        question,
        member: isForeign(question, repository)
          ? false
          : memberships.fresh(membershipKey(installationId, question)),
      }));
      if (held.some(({ permission }) => permission === undefined)) return null;
      if (teams.some(({ member }) => member === undefined)) return null;
      return {
        permissions: Object.fromEntries(
          held.map(({ login, permission = "none" }) => [login.toLowerCase(), permission]),
        ),
        teams: membersByTeam(teams.flatMap(({ question, member }) => (member ? [question] : []))),
      };
    },
    async ask(client, installationId, repository, questions) {
      await Promise.all([
        ...questions.permissions.map(async (login) => {
          const key = permissionKey(installationId, repository, login);
          if (permissions.fresh(key) === undefined) {
            await askPermission(client, permissions, key, repository, login);
          }
        }),
        ...questions.teams.map(async (question) => {
          const key = membershipKey(installationId, question);
          if (!isForeign(question, repository) && memberships.fresh(key) === undefined) {
            await askMembership(client, memberships, key, question);
          }
        }),
      ]);
    },
    expire(installationId) {
      permissions.expire(installationId);
      memberships.expire(installationId);
    },
  };
}

/**
 * The right on the repository. A custom role counts as the role that it is built on: GitHub reports that in `permission`, where
 * `maintain` appears as `write`.
 *
 * See https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
 */
async function askPermission(
  client: Client,
  answers: Answers<HeldPermission>,
  key: AnswerKey,
  { owner, name }: RepositoryName,
  username: string,
): Promise<void> {
  await answers.ask(key, async (headers) => {
    try {
      const { data, headers: answered } = await client.request(
        "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
        { owner, repo: name, username, headers },
      );
      return { value: heldPermission(data.permission, data.role_name), etag: answered.etag };
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return { value: "none", etag: undefined };
    }
  });
}

function heldPermission(permission: string, roleName: string): HeldPermission {
  switch (permission) {
    case "admin":
      return "admin";
    case "write":
      return roleName === "maintain" ? "maintain" : "write";
    case "read":
      return "read";
    default:
      return "none";
  }
}

/**
 * Whether the account is an active member of the team or of a team below it. A team that the app may not see has no members for
 * us.
 *
 * See https://docs.github.com/en/rest/teams/members#get-team-membership-for-a-user
 */
async function askMembership(
  client: Client,
  answers: Answers<boolean>,
  key: AnswerKey,
  { organization, slug, login }: TeamQuestion,
): Promise<void> {
  await answers.ask(key, async (headers) => {
    try {
      const { data, headers: answered } = await client.request(
        "GET /orgs/{org}/teams/{team_slug}/memberships/{username}",
        { org: organization, team_slug: slug, username: login, headers },
      );
      return { value: data.state === "active", etag: answered.etag };
    } catch (error) {
      if (!(isNotFound(error) || (error instanceof Refused && error.status === 403))) throw error;
      return { value: false, etag: undefined };
    }
  });
}

/** An installation reads the teams of its own organisation only. */
function isForeign({ organization }: TeamQuestion, { owner }: RepositoryName): boolean {
  return organization.toLowerCase() !== owner.toLowerCase();
}

function membersByTeam(memberships: readonly TeamQuestion[]): Eligibility["teams"] {
  const byTeam = Map.groupBy(memberships, ({ organization, slug }) =>
    `${organization}/${slug}`.toLowerCase(),
  );
  return Object.fromEntries(
    [...byTeam].map(([team, members]) => [team, members.map(({ login }) => login.toLowerCase())]),
  );
}

function permissionKey(
  installationId: number,
  repository: RepositoryName,
  login: string,
): AnswerKey {
  return { installationId, name: `${formatRepository(repository)} ${login}`.toLowerCase() };
}

function membershipKey(installationId: number, question: TeamQuestion): AnswerKey {
  const { organization, slug, login } = question;
  return { installationId, name: `${organization}/${slug} ${login}`.toLowerCase() };
}
