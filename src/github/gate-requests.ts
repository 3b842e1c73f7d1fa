import type { z } from "zod";
import type { GateRequest } from "#core/gate/gate-request.ts";
import { isSameRepository } from "#core/key.ts";
import {
  type deploymentEventSchema,
  nameOf,
  type protectionRuleEventSchema,
} from "./event-payloads.ts";

/** With or without an Enterprise Server's prefix. */
const callbackPath =
  /^(?:\/api\/v3)?\/repos\/(?<owner>[^/]+)\/(?<name>[^/]+)\/actions\/runs\/(?<runId>[1-9]\d{0,15})\/deployment_protection_rule$/;

/**
 * The gate that a waiting job asks for. The callback's address is read for the run's number and never called; one that
 * names another repository than the delivery's is nobody's: null.
 */
export function gateOfProtectionRule(
  payload: z.infer<typeof protectionRuleEventSchema>,
): GateRequest | null {
  const repository = nameOf(payload.repository);
  const { pathname } = new URL(payload.deployment_callback_url);
  const { owner = "", name = "", runId } = callbackPath.exec(pathname)?.groups ?? {};
  if (runId === undefined || !isSameRepository(repository, { owner, name })) return null;
  return {
    repository,
    environment: payload.environment,
    name: {
      kind: "protection-rule",
      runId: Number(runId),
      deploymentId: payload.deployment.id,
    },
  };
}

/** The gate of a deployment that was made through the API. */
export function gateOfDeployment({
  repository,
  deployment: { id, environment, original_environment },
}: z.infer<typeof deploymentEventSchema>): GateRequest {
  return {
    repository: nameOf(repository),
    environment: original_environment ?? environment,
    name: { kind: "api-deployment", deploymentId: id },
  };
}
