import { expect, test } from "@jest/globals";
import { keysOf } from "#github/event-to-keys.ts";

const body = "<!-- sluice:review acme/shop#12 -->\n\nText.";

const closed = (more: object = {}) => ({
  action: "closed",
  installation: { id: 5 },
  repository: { id: 42, name: "shop", owner: { login: "acme" } },
  sender: { id: 7, login: "maria" },
  issue: { body },
  ...more,
});

const change = { kind: "change", repository: { owner: "acme", name: "shop" }, number: 12 };

test.each<[string, object, readonly object[]]>([
  ["that asks for a review is looked after when it is closed", closed(), [change]],
  [
    "that asks for a review is looked after when it is deleted",
    closed({ action: "deleted" }),
    [change],
  ],
  ["that we closed ourselves is not", closed({ sender: { id: 1, login: "sluice[bot]" } }), []],
  ["that was edited is not", closed({ action: "edited" }), []],
  ["of somebody else's is not", closed({ issue: { body: "Tea is out." } }), []],
  ["that only quotes our marker is not", closed({ issue: { body: `> ${body}` } }), []],
  ["without a text is not", closed({ issue: { body: null } }), []],
  [
    "about an unauthorised change is not",
    closed({ issue: { body: "<!-- sluice:unauthorised 1a -->" } }),
    [],
  ],
])("an issue %s", (_name, payload, expected) => {
  const { keys } = keysOf({ name: "issues", payload }, "sluice");
  expect(keys.map(({ key }) => key)).toEqual(expected);
});
