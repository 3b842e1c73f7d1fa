import type { Client } from "./client.ts";

/** A function of a client as one of an installation. */
export type OfInstallation<Call> = Call extends (
  client: Client,
  ...rest: infer Rest
) => infer Answer
  ? (installationId: number, ...rest: Rest) => Answer
  : never;

/** Makes functions of a client into functions of an installation, each call with that installation's own client. */
export function ofInstallation(clientOf: (installationId: number) => Client) {
  return <Rest extends readonly unknown[], Answer>(
    call: (client: Client, ...rest: Rest) => Answer,
  ) =>
    (installationId: number, ...rest: Rest): Answer =>
      call(clientOf(installationId), ...rest);
}
