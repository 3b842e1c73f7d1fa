import type { RepositoryName } from "#core/key.ts";

/** A gate that somebody asks for: enough to find what it is about again at GitHub. It supplies no facts. */
export type GateRequest = {
  readonly repository: RepositoryName;
  readonly environment: string;
  readonly name: GateName;
};

/** How a gate is known. A re-run of a workflow makes deployments of its own, and so gates of its own. */
export type GateName =
  /** A job waits at GitHub for our answer. */
  | { readonly kind: "protection-rule"; readonly runId: number; readonly deploymentId: number }
  /** A deployment that somebody made through GitHub's API. */
  | { readonly kind: "api-deployment"; readonly deploymentId: number }
  /** A question to our own API; its id is a UUID. */
  | { readonly kind: "gate-api"; readonly id: string };

/** A gate's name as text, unique within its repository: `run/12/34`, `deployment/34`, `api/<uuid>`. */
export function formatGateName(name: GateName): string {
  switch (name.kind) {
    case "protection-rule":
      return `run/${name.runId}/${name.deploymentId}`;
    case "api-deployment":
      return `deployment/${name.deploymentId}`;
    case "gate-api":
      return `api/${name.id}`;
  }
}

/**
 * Reads a gate's name that {@link formatGateName} wrote.
 *
 * @throws Error when the text is no gate's name
 */
export function parseGateName(text: string): GateName {
  const [kind, first = "", second = ""] = text.split("/");
  if (kind === "run") {
    return { kind: "protection-rule", runId: Number(first), deploymentId: Number(second) };
  }
  if (kind === "deployment") return { kind: "api-deployment", deploymentId: Number(first) };
  if (kind === "api") return { kind: "gate-api", id: first };
  throw new Error(`"${text}" is no gate's name`);
}
