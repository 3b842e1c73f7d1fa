import { createHash, timingSafeEqual } from "node:crypto";

/** Whoever may ask for gates: a pipeline, by the name that its evidence carries. */
export type GateToken = { readonly name: string; readonly token: string };

/**
 * Whose token an `Authorization: Bearer` header carries; null when it is nobody's. All tokens are compared, each in
 * constant time, so that the time tells nothing.
 */
export function findCaller(
  tokens: readonly GateToken[],
  authorization: string | undefined,
): string | null {
  const [, given] = /^Bearer +(\S+)$/i.exec(authorization ?? "") ?? [];
  if (given === undefined) return null;
  const digest = digestOf(given);
  const matching = tokens.filter(({ token }) => timingSafeEqual(digestOf(token), digest));
  return matching[0]?.name ?? null;
}

/** Digests have one length, which the comparison needs. */
function digestOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
