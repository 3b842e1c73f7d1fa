import { expect, test } from "@jest/globals";
import { explainRefusal } from "#core/release/release-refused.ts";

test.each([
  [
    "a burned name",
    "Validation Failed; tag_name custom tag_name was used by an immutable release",
    "Release under another tag.",
  ],
  ["a published release", "Validation Failed; tag_name already_exists", "it needs no draft"],
  ["an immutable release", "Release is immutable", "GitHub lets nobody change it"],
  [
    "a rule for tags",
    "Repository rule violations found; Cannot create ref due to creations being restricted.",
    "Let the app bypass the rule for tags",
  ],
  [
    "a permission that is missing",
    "Resource not accessible by integration",
    "an owner must accept its permissions",
  ],
  [
    "anything else, in GitHub's words",
    "body is odd",
    "GitHub refused the draft of v1.0.0: body is odd",
  ],
])("%s is explained", (_name, said, words) => {
  expect(explainRefusal("v1.0.0", said)).toContain(words);
});
