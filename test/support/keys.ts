import type { InstallationKey } from "#core/key.ts";
import type { ClaimedKey } from "#store/queue.ts";
import type { Store } from "#store/store.ts";

/** The key of pull request `number` of acme/shop. */
export function changeKey(number: number, installationId = 1): InstallationKey {
  const repository = { owner: "acme", name: "shop" };
  return { installationId, key: { kind: "change", repository, number } };
}

/** Claims what is ready at `nowMs`, for one second. */
export function claim(
  store: Store,
  nowMs: number,
  limit = 100,
  owner = "one",
): Promise<readonly ClaimedKey[]> {
  return store.queue.claim({ owner, nowMs, leaseMs: 1_000, limit });
}

/** Claims one key that must be ready. */
export async function claimOne(store: Store, nowMs: number, owner = "one"): Promise<ClaimedKey> {
  const [claimed] = await claim(store, nowMs, 1, owner);
  if (claimed === undefined) throw new Error("no key was ready");
  return claimed;
}
