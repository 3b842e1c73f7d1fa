import { policyShape } from "../src/core/policy/policy-shape.ts";
import type { GeneratedDocument } from "./generated-document.ts";

/** The JSON Schema with which editors complete and check the policy file. */
export const policyJsonSchema: GeneratedDocument = {
  path: "schema/sluice.schema.json",
  render: () => `${JSON.stringify(policyShape(), null, 2)}\n`,
};
