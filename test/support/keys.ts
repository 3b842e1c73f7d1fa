import type { InstallationKey } from "#core/key.ts";

/** The key of pull request `number` of acme/shop. */
export function changeKey(number: number, installationId = 1): InstallationKey {
  const repository = { owner: "acme", name: "shop" };
  return { installationId, key: { kind: "change", repository, number } };
}
