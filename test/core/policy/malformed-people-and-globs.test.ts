import { describe, expect, test } from "@jest/globals";
import { problemsIn } from "../../support/policy-problems.ts";

type Row = [name: string, file: string, ...problems: string[]];

describe("people who can't be told are refused:", () => {
  test.each<Row>([
    [
      "a team without its @",
      "version: 1\napprovals: { high: [{ from: [acme/sre] }] }\n",
      '2:30 approvals.high[0].from[0]: "acme/sre" names nobody. Did you mean "@acme/sre"?',
    ],
    [
      "a permission in another case",
      "version: 1\napprovals: { high: [{ from: [Admin] }] }\n",
      '2:30 approvals.high[0].from[0]: "Admin" names nobody. Did you mean "admin"?',
    ],
    [
      "a principal of no form",
      "version: 1\napprovals: { high: [{ from: ['the boss'] }] }\n",
      '2:30 approvals.high[0].from[0]: "the boss" names nobody. Write "@user", "@organisation/team", a role\'s name, write, maintain, admin or code-owners.',
    ],
    [
      "a bot as approver",
      "version: 1\napprovals: { high: [{ from: ['@renovate[bot]'] }] }\n",
      "2:30 approvals.high[0].from[0]: a bot never approves. Name a person, a team or a role.",
    ],
    [
      "a role that nobody defines",
      "version: 1\napprovals: { high: [{ from: [dba] }] }\n",
      '2:30 approvals.high[0].from[0]: no role "dba" is defined. Define it under roles, or write "@dba" for the user.',
    ],
    [
      "a role's name misspelt",
      "version: 1\nroles: { dba: ['@maria'] }\nemergency: { declare: [dab], approvals: [{ from: [write] }] }\n",
      '3:24 emergency.declare[0]: no role "dab" is defined. Did you mean dba? A user is written "@dab".',
    ],
    [
      "a role named as every object's property",
      "version: 1\napprovals: { high: [{ from: [constructor] }] }\n",
      '2:30 approvals.high[0].from[0]: no role "constructor" is defined. Define it under roles, or write "@constructor" for the user.',
    ],
    [
      "a role with a reserved name",
      "version: 1\nroles:\n  admin: ['@maria']\n",
      '3:3 roles.admin: "admin" already has a meaning. Choose another name for the role.',
    ],
    [
      "a role with a name of the wrong form",
      "version: 1\nroles:\n  DB Admins: ['@maria']\n",
      '3:3 roles["DB Admins"]: "DB Admins" can\'t be a role\'s name. Use small letters, digits and hyphens, a letter first: release-manager.',
    ],
    [
      "a role that contains itself",
      "version: 1\nroles:\n  a: [a]\n",
      "3:3 roles.a: the role contains itself: a > a. Let one of these roles name people or teams instead.",
    ],
    [
      "roles that contain one another",
      "version: 1\nroles:\n  a: ['@x', b]\n  b: [c]\n  c: [a]\n",
      "3:3 roles.a: the role contains itself: a > b > c > a. Let one of these roles name people or teams instead.",
    ],
    [
      "more approvals than people",
      "version: 1\napprovals: { high: [{ from: ['@maria', '@Maria'], count: 2 }] }\n",
      "2:51 approvals.high[0].count: 2 approvals are asked of one person. Ask for at most 1, or name more people or a team.",
    ],
    [
      "more approvals than people in a role",
      "version: 1\nroles: { dba: ['@maria', '@sam'] }\napprovals: { high: [{ from: [dba], count: 3 }] }\n",
      "3:36 approvals.high[0].count: 3 approvals are asked of 2 people. Ask for at most 2, or name more people or a team.",
    ],
    [
      "an author's team without its @",
      "version: 1\nrisk: { rules: [{ name: x, points: 1, when: { authors: [acme/data] } }] }\n",
      '2:57 risk.rules[0].when.authors[0]: "acme/data" is not an author. Did you mean "@acme/data"?',
    ],
    [
      "an author of no form",
      "version: 1\nrisk: { rules: [{ name: x, points: 1, when: { authors: ['a b'] } }] }\n",
      '2:57 risk.rules[0].when.authors[0]: "a b" is not an author. Write "@user", "dependabot[bot]" or "@organisation/team".',
    ],
    [
      "a role as author",
      "version: 1\nroles: { dba: ['@maria'] }\nrisk: { rules: [{ name: x, points: 1, when: { authors: [dba] } }] }\n",
      '3:57 risk.rules[0].when.authors[0]: "dba" is a role, and authors are users, bots and teams. Name the users and teams; the user of that name is "@dba".',
    ],
    [
      "a trusted bot without [bot]",
      "version: 1\nrisk: { trustedBots: [renovate] }\n",
      '2:23 risk.trustedBots[0]: "renovate" is not a bot\'s login. Did you mean "renovate[bot]"?',
    ],
  ])("%s", (_name, file, ...problems) => {
    expect(problemsIn(file)).toEqual(problems);
  });
});

describe("a glob or expression that can't be matched is refused:", () => {
  test.each<Row>([
    [
      "a bracket that is not closed",
      "version: 1\nbranches: ['release/[0-9']\n",
      '2:12 branches[0]: "release/[0-9" is not a glob that can be used. Close every bracket, or put a backslash before one that is meant literally: "\\[".',
    ],
    [
      "a brace that is not closed",
      "version: 1\nbranches: ['{a,b']\n",
      '2:12 branches[0]: "{a,b" is not a glob that can be used. Close every bracket, or put a backslash before one that is meant literally: "\\[".',
    ],
    [
      "a negation",
      "version: 1\nbranches: ['!main']\n",
      "2:12 branches[0]: a glob can't be negated. List what is to match; onlyFiles helps to say that nothing else may change.",
    ],
    [
      "a negated group",
      "version: 1\nbranches: ['!(main|x)']\n",
      "2:12 branches[0]: a glob can't be negated. List what is to match; onlyFiles helps to say that nothing else may change.",
    ],
    [
      "an extended group",
      "version: 1\nbranches: ['@(main|next)']\n",
      '2:12 branches[0]: groups with @, ?, * or + before them are not supported. List the alternatives: "{a,b}".',
    ],
    [
      "a slash at the start",
      "version: 1\nrisk: { ignore: [/dist/**] }\n",
      '2:18 risk.ignore[0]: a glob that starts with / matches nothing. Paths start without /: "docs/**".',
    ],
    [
      "a slash at the end",
      "version: 1\nrisk: { ignore: [dist/] }\n",
      '2:18 risk.ignore[0]: a glob that ends with / matches nothing. For everything in a folder write "docs/**".',
    ],
    [
      "a folder that git does not know",
      "version: 1\nrisk: { ignore: [./dist/**] }\n",
      '2:18 risk.ignore[0]: a glob with "./", "../" or "//" matches nothing. Write paths from the top of the repository: "docs/**".',
    ],
    [
      "a backslash between folders",
      "version: 1\nrisk: { ignore: ['docs\\api'] }\n",
      '2:18 risk.ignore[0]: a backslash does not separate folders. Use /: "docs/**". A backslash only takes the meaning from a wildcard: "\\*".',
    ],
    [
      "an exclusion of characters in the shell's way",
      "version: 1\nbranches: ['[!a]*']\n",
      '2:12 branches[0]: "[!…]" does not exclude characters. Write "[^…]".',
    ],
    [
      "a range in braces",
      "version: 1\nbranches: ['v{1..9}']\n",
      '2:12 branches[0]: ranges in braces are not supported. List the alternatives: "{1,2,3}".',
    ],
    [
      "too many wildcards",
      "version: 1\nbranches: ['a*b*c*d*e*f*g*h*i*j*k*']\n",
      "2:12 branches[0]: the glob has too many wildcards. Use at most 10 of * and ?; a list may hold several globs.",
    ],
    [
      "a glob that is too long",
      "version: 1\nbranches: [xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx]\n",
      "2:12 branches[0]: a glob of 201 characters is too long. Use at most 200 characters; a list may hold several globs.",
    ],
    [
      "a look-ahead",
      "version: 1\nrisk: { rules: [{ name: x, points: 1, when: { title: '(?=fix)' } }] }\n",
      '2:47 risk.rules[0].when.title: not a regular expression that RE2 can run: invalid or unsupported Perl syntax: `(?=`. RE2 has no look-around and no back-references. For example "(?i)^fix(\\(.+\\))?:".',
    ],
    [
      "a repetition that explodes",
      "version: 1\nrisk: { rules: [{ name: x, points: 1, when: { title: '((a{1000}){1000})' } }] }\n",
      '2:47 risk.rules[0].when.title: not a regular expression that RE2 can run: invalid repeat count: `{1000}`. RE2 has no look-around and no back-references. For example "(?i)^fix(\\(.+\\))?:".',
    ],
    [
      "a glob as an environment's name",
      "version: 1\nenvironments: { 'prod[': {} }\n",
      '2:17 environments["prod["]: "prod[" is not a glob that can be used. Close every bracket, or put a backslash before one that is meant literally: "\\[".',
    ],
  ])("%s", (_name, file, ...problems) => {
    expect(problemsIn(file)).toEqual(problems);
  });
});
