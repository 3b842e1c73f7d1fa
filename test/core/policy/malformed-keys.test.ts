import { describe, expect, test } from "@jest/globals";
import { problemsIn } from "../../support/policy-problems.ts";

type Row = [name: string, file: string, ...problems: string[]];

describe("a key or value that the language lacks is refused:", () => {
  test.each<Row>([
    [
      "no version",
      "mode: enforce\n",
      '1:1 version: the key "version" is missing. For example version: 1.',
    ],
    [
      "another version",
      "version: 2\n",
      "1:1 version: expected 1, found 2. For example version: 1.",
    ],
    [
      "a version in quotes",
      "version: '1'\n",
      '1:1 version: expected 1, found the text "1". For example version: 1.',
    ],
    [
      "an unknown key",
      "version: 1\nbranchs: [main]\n",
      '2:1 branchs: unknown key "branchs". Did you mean branches?',
    ],
    [
      "an unknown key like none",
      "version: 1\napprovals: {}\nxyz: 1\n",
      '3:1 xyz: unknown key "xyz". Known keys here: version, mode, branches, roles, risk, standard, approvals, approvers, emergency, freezes, environments, releases, commands.',
    ],
    [
      "a key in another case",
      "version: 1\nstandard:\n  - name: docs\n    when: { onlyfiles: ['docs/**'] }\n",
      '4:13 standard[0].when.onlyfiles: unknown key "onlyfiles". Did you mean onlyFiles?',
    ],
    [
      "a key in the wrong place",
      "version: 1\nrisk:\n  standard: []\n",
      '3:3 risk.standard: unknown key "standard". Known keys here: levels, ignore, rules, factors, trustedBots, defaultFloors.',
    ],
    [
      "a misspelt value",
      "version: 1\nmode: enfroce\n",
      '2:1 mode: expected one of enforce, observe, found the text "enfroce". Did you mean enforce?',
    ],
    [
      "a value like none of the known ones",
      "version: 1\nmode: 7\n",
      "2:1 mode: expected one of enforce, observe, found 7. For example mode: enforce.",
    ],
    [
      "a key without a value",
      "version: 1\nmode:\n",
      "2:1 mode: expected one of enforce, observe, found nothing. For example mode: enforce.",
    ],
    [
      "a text in place of a list",
      "version: 1\nbranches: main\n",
      '2:1 branches: expected a list, found the text "main". Write a list: [main].',
    ],
    [
      "a principal in place of a list",
      "version: 1\napprovals:\n  high:\n    - from: write\n",
      '4:7 approvals.high[0].from: expected a list, found the text "write". Write a list: [write].',
    ],
    [
      "a number of approvals in place of requirements",
      "version: 1\napprovals:\n  high: 3\n",
      "3:3 approvals.high: expected a list, found 3. For example high: [{ from: [code-owners] }].",
    ],
    [
      "a list in place of keys",
      "version: 1\nrisk: [a]\n",
      "2:1 risk: expected keys and values, found a list. For example risk: { levels: { medium: 15, high: 30, critical: 45 } }.",
    ],
    [
      "keys in place of a list",
      "version: 1\napprovals:\n  also: { name: x }\n",
      "3:3 approvals.also: expected a list, found keys and values. For example also: [{ name: DBA signs off on schema, when: { files: ['**/migrations/**'] }, require: [{ from: ['@acme/data'] }] }].",
    ],
    [
      "a number in place of a text",
      "version: 1\nbranches: [1.0]\n",
      '2:12 branches[0]: expected text, found 1.0. Put it in quotes: "1.0".',
    ],
    [
      "a text in place of a number",
      "version: 1\napprovals:\n  high: [{ from: [write], count: two }]\n",
      '3:27 approvals.high[0].count: expected a number, found the text "two". For example count: 2.',
    ],
    [
      "half a person",
      "version: 1\napprovals:\n  high: [{ from: [write], count: 1.5 }]\n",
      "3:27 approvals.high[0].count: expected a whole number, found 1.5. For example count: 2.",
    ],
    [
      "a text in place of true or false",
      "version: 1\nrisk: { defaultFloors: yes }\n",
      '2:9 risk.defaultFloors: expected true or false, found the text "yes". For example defaultFloors: true.',
    ],
    [
      "an empty list",
      "version: 1\nbranches: []\n",
      "2:1 branches: the list is empty. For example branches: [main, release/*].",
    ],
    [
      "an empty name",
      "version: 1\nstandard: [{ name: '', when: { fork: true } }]\n",
      "2:14 standard[0].name: the text is empty. For example name: documentation only.",
    ],
    [
      "a name of two lines",
      'version: 1\nstandard: [{ name: "a\\nb", when: { fork: true } }]\n',
      "2:14 standard[0].name: a name is one line of text. Leave line breaks and control characters out.",
    ],
    [
      "a name that is too long",
      "version: 1\nstandard: [{ name: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, when: { fork: true } }]\n",
      "2:14 standard[0].name: the text is longer than 100 characters. Say it in fewer words.",
    ],
    [
      "a required key that is missing",
      "version: 1\napprovals:\n  high:\n    - count: 2\n",
      "4:7 approvals.high[0].from: the key \"from\" is missing. For example from: ['@acme/sre', '@maria'].",
    ],
    [
      "nobody to approve",
      "version: 1\napprovals: { high: [{ from: [write], count: 0 }] }\n",
      "2:38 approvals.high[0].count: 0 is below 1. Use 1 to 20.",
    ],
    [
      "a weight that is too big",
      "version: 1\nrisk: { factors: { hotspot: 11 } }\n",
      "2:20 risk.factors.hotspot: 11 is above 10. Use 0 to 10.",
    ],
    [
      "an unknown factor",
      "version: 1\nrisk: { factors: { hotspots: 1 } }\n",
      '2:20 risk.factors.hotspots: unknown key "hotspots". Did you mean hotspot?',
    ],
  ])("%s", (_name, file, ...problems) => {
    expect(problemsIn(file)).toEqual(problems);
  });
});
