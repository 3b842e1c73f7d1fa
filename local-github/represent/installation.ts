import type { App, Installation } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { apiUrl, type Json, ownerType, representOwner } from "./account.ts";

/** An installation of the app on an account. */
export function representInstallation(
  world: World,
  app: App,
  installation: Installation,
  events: readonly string[],
): Json {
  const url = `${apiUrl(world)}/app/installations/${installation.id}`;
  return {
    id: installation.id,
    account: representOwner(world, installation.account),
    repository_selection: installation.repositories === "all" ? "all" : "selected",
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${apiUrl(world)}/installation/repositories`,
    html_url: `${world.origin}/settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: installation.account.id,
    target_type: ownerType(installation.account),
    permissions: { ...installation.permissions },
    events,
    created_at: installation.createdAt,
    updated_at: installation.createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: installation.suspended ? installation.createdAt : null,
  };
}
