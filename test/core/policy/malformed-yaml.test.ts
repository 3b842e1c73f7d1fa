import { describe, expect, test } from "@jest/globals";
import { problemsIn } from "../../support/policy-problems.ts";

type Row = [name: string, file: string, ...problems: string[]];

describe("text that is not one YAML document of keys and values is refused:", () => {
  test.each<Row>([
    ["an empty file", "", '1:1 : the policy is empty. Begin with "version: 1".'],
    ["only a comment", "# nothing yet\n", '1:1 : the policy is empty. Begin with "version: 1".'],
    [
      "a document without content",
      "---\n",
      '1:1 : expected keys and values, found nothing. For example "version: 1".',
    ],
    [
      "a text",
      "change control\n",
      '1:1 : expected keys and values, found the text "change control". For example "version: 1".',
    ],
    [
      "a list",
      "- version: 1\n",
      '1:1 : expected keys and values, found a list. For example "version: 1".',
    ],
    [
      "two documents",
      "version: 1\n---\nversion: 1\n",
      "3:1 : the file holds several YAML documents. Keep one of them, and no line with --- between.",
    ],
    [
      "a tab in the indentation",
      "version: 1\nrisk:\n\tdefaultFloors: true\n",
      "3:1 : not valid YAML: a tab in the indentation. Indent with spaces.",
    ],
    [
      "a quote that is not closed",
      "version: 1\nmode: 'enforce\n",
      "3:1 : not valid YAML: a quote or a bracket is not closed before this place. Close it, or indent the lines that continue it.",
    ],
    [
      "a bracket that is not closed",
      "version: 1\nbranches: [main\n",
      "3:1 : not valid YAML: a quote or a bracket is not closed before this place. Close it, or indent the lines that continue it.",
    ],
    [
      "a key without a colon",
      "version: 1\nmode enforce\n",
      "3:1 : not valid YAML: a key without a colon, here or on the line before. Write a colon and a space after the key: mode: enforce.",
    ],
    [
      "a colon within a value",
      "version: 1\nmode: a: b\n",
      "2:8 : not valid YAML: a colon where a value should end. Put text that holds a colon in quotes, or begin a new line for a new key.",
    ],
    [
      "an @ without quotes",
      "version: 1\napprovals:\n  high: [{ from: [@acme/sre] }]\n",
      "3:19 : not valid YAML: plain text can't begin with @, % or a backquote. Put it in quotes: '@acme/sre'.",
    ],
    [
      "a backquote",
      "version: 1\nmode: `enforce`\n",
      "2:7 : not valid YAML: plain text can't begin with @, % or a backquote. Put it in quotes: '@acme/sre'.",
    ],
    [
      "a glob that YAML takes for an alias",
      "version: 1\nbranches: [main, *.x]\n",
      "2:18 branches[1]: YAML reads *.x as an alias, and no value before it is named &.x. Put text that starts with * in quotes: '*.x'.",
    ],
    [
      "a glob that YAML takes for a tag",
      "version: 1\nbranches: [!release]\n",
      "2:12 branches[0]: the YAML tag !release is not read. Leave the tag out; put text that starts with ! in quotes.",
    ],
    [
      "an alias of itself",
      "version: 1\nbranches: &b [main, *b]\n",
      "2:21 branches[1]: YAML reads *b as an alias, and no value before it is named &b. Put text that starts with * in quotes: '*b'.",
    ],
    [
      "a merge key",
      "version: 1\ncommands: &c { prefix: x }\napprovers:\n  <<: *c\n",
      '4:3 approvers["<<"]: merge keys (<<) are not read. Write the keys out; an alias may stand for a whole value: when: *docs.',
    ],
    [
      "a key that stands twice",
      "version: 1\nmode: enforce\nbranches: [main]\nmode: observe\n",
      '4:1 mode: the key "mode" stands twice. Keep one of them, or join what they say.',
    ],
    [
      "a key that stands twice within another",
      "version: 1\napprovals:\n  high: []\n  high: []\n",
      '4:3 approvals.high: the key "high" stands twice. Keep one of them, or join what they say.',
    ],
    [
      "a list item without a value",
      "version: 1\nbranches:\n  - main\n\n  # none\n  -\n  -\n",
      "6:3 branches[1]: expected text, found nothing. For example branches: [main, release/*].",
      "7:3 branches[2]: expected text, found nothing. For example branches: [main, release/*].",
    ],
    [
      "a list as a key",
      "version: 1\n? [a]\n: b\n",
      "2:3 : a key must be one word or a text. For example mode: enforce.",
    ],
    [
      "a key that is missing",
      "version: 1\n: b\n",
      '2:1 [""]: a key must be one word or a text. For example mode: enforce.',
    ],
    [
      "the key that plain data can't hold",
      "version: 1\nroles:\n  __proto__: ['@maria']\n",
      '3:3 roles.__proto__: "__proto__" can\'t be a key. Choose another name.',
    ],
    [
      "nesting without an end",
      "version: 1\nrisk: [[[[[[[[[[[[[[[[[[[[[[[[[\n",
      "2:26 : the file nests too deeply. A policy needs no such depth.",
    ],
    [
      "a control character",
      "version: 1\nmode: \u0007\n",
      "2:7 : not valid YAML: a character that can't be printed. Remove it.",
    ],
    [
      "a byte order mark before a problem",
      "﻿version: 2\n",
      "1:1 version: expected 1, found 2. For example version: 1.",
    ],
    [
      "lines that end in CR LF",
      "version: 1\r\nmode: x\r\n",
      '2:1 mode: expected one of enforce, observe, found the text "x". For example mode: enforce.',
    ],
  ])("%s", (_name, file, ...problems) => {
    expect(problemsIn(file)).toEqual(problems);
  });
});
