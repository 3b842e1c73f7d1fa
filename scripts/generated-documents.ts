import { commandReference } from "./command-reference.ts";
import type { GeneratedDocument } from "./generated-document.ts";
import { policyJsonSchema } from "./policy-json-schema.ts";
import { policyReference } from "./policy-reference.ts";
import { riskReference } from "./risk-reference.ts";

/** Every document that `npm run generate` writes. */
export const generatedDocuments: readonly GeneratedDocument[] = [
  policyJsonSchema,
  policyReference,
  riskReference,
  commandReference,
];
