import { notFound } from "../../operations/refusal.ts";
import { representOwner, representProfile } from "../../represent/account.ts";
import { representRepository } from "../../represent/repository.ts";
import type { Repository } from "../../world/model.ts";
import { accessOf, legacyPermission } from "../../world/permission.ts";
import { ok, page, repositoryOf, route } from "../route.ts";

/** Repositories, their people and who moved their branches. */
export const repositoryRoutes = [
  route("GET /repos/{owner}/{repo}", ["metadata:read"], (call) =>
    ok({
      ...representRepository(call.world, repositoryOf(call)),
      network_count: 0,
      subscribers_count: 0,
    }),
  ),
  route("GET /repos/{owner}/{repo}/collaborators", ["metadata:read"], (call) => {
    const repository = repositoryOf(call);
    return page(call, collaborators(repository), (shown) =>
      shown.map((account) => ({
        ...representOwner(call.world, account),
        ...representPermissions(repository, account),
      })),
    );
  }),
  route(
    "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
    ["metadata:read"],
    (call) => {
      const repository = repositoryOf(call);
      const account = call.world.account(call.parameters.username);
      if (!account) throw notFound(`${call.parameters.username} is not a user`);
      const { role, roleName } = accessOf(repository, account);
      return ok({
        permission: legacyPermission(role),
        role_name: roleName,
        user: {
          ...representOwner(call.world, account),
          ...representPermissions(repository, account),
        },
      });
    },
  ),
  route("GET /repos/{owner}/{repo}/activity", ["contents:read"], (call) => {
    const { ref, actor, activity_type: kind, per_page: perPage, after } = call.parameters;
    const branch = ref?.replace(/^refs\/heads\//, "");
    const matching = repositoryOf(call).activity.filter(
      (each) =>
        (branch === undefined || each.branch === branch) &&
        (actor === undefined || each.actor.login === actor) &&
        (kind === undefined || each.activity === kind) &&
        (after === undefined || each.id < Number(after)),
    );
    const shown = matching.slice(0, Math.min(perPage ?? 30, 100));
    return ok(
      shown.map((each) => ({
        id: each.id,
        node_id: each.nodeId,
        before: each.before,
        after: each.after,
        ref: `refs/heads/${each.branch}`,
        timestamp: each.at,
        activity_type: each.activity,
        actor: representOwner(call.world, each.actor),
      })),
    );
  }),
  route("GET /users/{username}", "token", ({ world, parameters }) => {
    const owner = world.owner(parameters.username);
    if (!owner) throw notFound();
    return ok(representProfile(world, owner));
  }),
];

function collaborators(repository: Repository) {
  const { owner, userRoles, teamRoles } = repository;
  const members = owner.kind === "organisation" ? [...owner.members.keys()] : [owner];
  const inTeams = [...teamRoles.keys()].flatMap((team) => [...team.members.keys()]);
  const all = new Set([...members, ...userRoles.keys(), ...inTeams]);
  return [...all].filter((account) => accessOf(repository, account).role !== "none");
}

function representPermissions(
  repository: Repository,
  account: Parameters<typeof accessOf>[1],
): object {
  const { role, roleName } = accessOf(repository, account);
  const rank = ["none", "read", "triage", "write", "maintain", "admin"].indexOf(role);
  return {
    role_name: roleName,
    permissions: {
      pull: rank >= 1,
      triage: rank >= 2,
      push: rank >= 3,
      maintain: rank >= 4,
      admin: rank >= 5,
    },
  };
}
