import { describe, expect, test } from "@jest/globals";
import { problemsIn } from "../../support/policy-problems.ts";

type Row = [name: string, file: string, ...problems: string[]];

describe("a rule or level that makes no sense is refused:", () => {
  test.each<Row>([
    [
      "levels that fall",
      "version: 1\nrisk: { levels: { medium: 40, high: 20 } }\n",
      "2:31 risk.levels.high: medium begins at 40, so high can't begin at 20. Let each level begin above the one before, for example { medium: 15, high: 30, critical: 45 }.",
    ],
    [
      "a level above the next one's default",
      "version: 1\nrisk:\n  levels:\n    high: 60\n",
      "3:3 risk.levels.critical: high begins at 60, so critical can't begin at 45. Let each level begin above the one before, for example { medium: 15, high: 30, critical: 45 }.",
    ],
    [
      "a score beyond all scores",
      "version: 1\nrisk: { levels: { critical: 102 } }\n",
      "2:19 risk.levels.critical: 102 is above 101. Use 0 to 101.",
    ],
    [
      "a rule that does nothing",
      "version: 1\nrisk:\n  rules:\n    - name: x\n      when: { fork: true }\n",
      "4:7 risk.rules[0]: the rule does nothing. Give it points (points: 25), a floor (atLeast: high) or both.",
    ],
    [
      "a rule that asks for the level it makes",
      "version: 1\nrisk: { rules: [{ name: x, points: 1, when: { minRisk: high } }] }\n",
      '2:47 risk.rules[0].when.minRisk: unknown key "minRisk". Known keys here: files, onlyFiles, labels, authors, branches, title, minLines, maxLines, minFiles, maxFiles, fork.',
    ],
    [
      "a least above the most",
      "version: 1\nstandard: [{ name: x, when: { minLines: 5, maxLines: 2 } }]\n",
      "2:31 standard[0].when.minLines: minLines (5) is above maxLines (2): the rule never applies. Make minLines at most maxLines.",
    ],
    [
      "more files than the most",
      "version: 1\nstandard: [{ name: x, when: { minFiles: 5, maxFiles: 2 } }]\n",
      "2:31 standard[0].when.minFiles: minFiles (5) is above maxFiles (2): the rule never applies. Make minFiles at most maxFiles.",
    ],
    [
      "a risk above the most",
      "version: 1\nstandard: [{ name: x, when: { minRisk: high, maxRisk: low } }]\n",
      "2:31 standard[0].when.minRisk: minRisk (high) is above maxRisk (low): the rule never applies. Make minRisk at most maxRisk.",
    ],
    [
      "a standard rule for everything",
      "version: 1\nstandard:\n  - name: all\n    when: {}\n",
      "4:5 standard[0].when: an empty condition would make every change standard. Say which changes need no approval: when: { onlyFiles: ['docs/**'] }.",
    ],
    [
      "two rules of one name",
      "version: 1\nstandard:\n  - { name: a, when: { fork: true } }\n  - { name: a, when: { fork: false } }\n",
      '4:7 standard[1].name: the name "a" is taken by standard[0]. Give each its own name.',
    ],
    [
      "an emergency without approvals",
      "version: 1\nemergency:\n  declare: ['@acme/oncall']\n",
      "2:1 emergency.approvals: the key \"approvals\" is missing. For example approvals: [{ from: ['@acme/oncall'] }].",
    ],
    [
      "a duty that does not exist",
      "version: 1\napprovers: { mayNotBe: [autor] }\n",
      '2:25 approvers.mayNotBe[0]: expected one of author, committer, co-author, last-pusher, found the text "autor". Did you mean author?',
    ],
    [
      "a prefix with a slash",
      "version: 1\ncommands: { prefix: /sluice }\n",
      '2:13 commands.prefix: "/sluice" can\'t be a prefix. Use one word of small letters, digits and hyphens, without a slash: sluice.',
    ],
  ])("%s", (_name, file, ...problems) => {
    expect(problemsIn(file)).toEqual(problems);
  });
});

describe("a time that the calendar lacks is refused:", () => {
  test.each<Row>([
    [
      "a date without a time",
      "version: 1\nfreezes:\n  - { name: f, from: 2026-12-18, to: 2026-12-19T08:00 }\n",
      '3:16 freezes[0].from: "2026-12-18" is not a date and time. Write date, T and time: 2026-12-18T18:00. The zone stands in timeZone.',
    ],
    [
      "a time with a zone in it",
      "version: 1\nfreezes:\n  - { name: f, from: 2026-12-18T18:00Z, to: 2026-12-19T08:00 }\n",
      '3:16 freezes[0].from: "2026-12-18T18:00Z" is not a date and time. Write date, T and time: 2026-12-18T18:00. The zone stands in timeZone.',
    ],
    [
      "a day that February lacks",
      "version: 1\nfreezes:\n  - { name: f, from: 2026-02-29T10:00, to: 2026-03-01T08:00 }\n",
      "3:16 freezes[0].from: there is no 2026-02-29. That month has 28 days.",
    ],
    [
      "a thirteenth month",
      "version: 1\nfreezes:\n  - { name: f, from: 2026-13-01T10:00, to: 2027-03-01T08:00 }\n",
      "3:16 freezes[0].from: there is no 2026-13-01. Months are 01 to 12.",
    ],
    [
      "a freeze that ends before it begins",
      "version: 1\nfreezes:\n  - name: f\n    from: 2026-12-18T18:00\n    to: 2026-12-18T18:00:00\n",
      "5:5 freezes[0].to: the freeze ends at 2026-12-18T18:00:00, not after it begins (2026-12-18T18:00). Let to be later than from.",
    ],
    [
      "a freeze that allows nothing in particular",
      "version: 1\nfreezes:\n  - { name: f, from: 2026-12-18T18:00, to: 2026-12-19T08:00, allow: {} }\n",
      "3:62 freezes[0].allow: this allows nothing. Name types or maxRisk, or leave allow out: { types: [emergency] }.",
    ],
    [
      "a city without its continent",
      "version: 1\nfreezes:\n  - { name: f, from: 2026-12-18T18:00, to: 2026-12-19T08:00, timeZone: Berlin }\n",
      '3:62 freezes[0].timeZone: there is no time zone "Berlin". Did you mean Europe/Berlin?',
    ],
    [
      "an offset as time zone",
      "version: 1\nfreezes:\n  - { name: f, from: 2026-12-18T18:00, to: 2026-12-19T08:00, timeZone: '+01:00' }\n",
      '3:62 freezes[0].timeZone: there is no time zone "+01:00". Write a name of the IANA time zone database: Europe/Berlin, America/New_York, UTC.',
    ],
    [
      "a whole RRULE line",
      "version: 1\nfreezes:\n  - { name: f, from: 2026-12-18T18:00, to: 2026-12-19T08:00, repeat: 'RRULE:FREQ=DAILY' }\n",
      '3:62 freezes[0].repeat: only the value of the rule is written. Leave "RRULE:" out: FREQ=DAILY.',
    ],
    [
      "a repetition with three faults",
      "version: 1\nfreezes:\n  - { name: f, from: 2026-12-18T18:00, to: 2026-12-19T08:00, repeat: 'INTERVALL=2;BYDAY=FRI' }\n",
      '3:62 freezes[0].repeat: "INTERVALL" is not a part of a repeat rule. Did you mean INTERVAL?',
      '3:62 freezes[0].repeat: "BYDAY=FRI" is not a valid BYDAY. For example BYDAY=MO,FR.',
      "3:62 freezes[0].repeat: the rule does not say how often. Begin with FREQ: FREQ=WEEKLY;BYDAY=FR.",
    ],
    [
      "a repetition every hour",
      "version: 1\nfreezes:\n  - { name: f, from: 2026-12-18T18:00, to: 2026-12-19T08:00, repeat: FREQ=HOURLY }\n",
      '3:62 freezes[0].repeat: "FREQ=HOURLY" is not a valid FREQ. Use one of DAILY, WEEKLY, MONTHLY, YEARLY.',
    ],
    [
      "a repetition with two ends",
      "version: 1\nfreezes:\n  - { name: f, from: 2026-12-18T18:00, to: 2026-12-19T08:00, repeat: FREQ=DAILY;COUNT=2;UNTIL=20270101 }\n",
      "3:62 freezes[0].repeat: a rule ends by UNTIL or by COUNT, not by both. Keep one of them.",
    ],
    [
      "more repeated freezes than can be followed",
      `version: 1\nfreezes:\n${Array.from({ length: 21 }, (_, index) => `  - { name: f${index}, from: 2026-12-18T18:00, to: 2026-12-19T08:00, repeat: FREQ=DAILY }\n`).join("")}`,
      "23:64 freezes[20].repeat: more than 20 freezes repeat. One rule can name several days, months or weeks: FREQ=WEEKLY;BYDAY=MO,FR.",
    ],
    [
      "a rule that RFC 5545 does not know",
      "version: 1\nfreezes:\n  - { name: f, from: 2026-12-18T18:00, to: 2026-12-19T08:00, repeat: FREQ=WEEKLY;BYDAY=1FR }\n",
      "3:62 freezes[0].repeat: the rule can't be used: BYDAY with numeric value MUST NOT be used unless FREQ is MONTHLY or YEARLY. See RFC 5545, section 3.3.10. For example FREQ=WEEKLY;BYDAY=FR.",
    ],
    [
      "a rule that does not fall on its beginning",
      "version: 1\nfreezes:\n  - { name: f, from: 2026-12-17T18:00, to: 2026-12-18T08:00, repeat: FREQ=WEEKLY;BYDAY=FR }\n",
      "3:62 freezes[0].repeat: the rule does not fall on the first time, 2026-12-17T18:00. The first time from then on is 2026-12-18T18:00: let from and to be those of that time.",
    ],
    [
      "a rule that never falls on any day",
      "version: 1\nfreezes:\n  - { name: f, from: 2026-02-28T18:00, to: 2026-03-01T08:00, repeat: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30 }\n",
      "3:62 freezes[0].repeat: the rule does not fall on the first time, 2026-02-28T18:00. Let from be a time on which the rule falls.",
    ],
    [
      "a rule that has ended before it begins",
      "version: 1\nfreezes:\n  - { name: f, from: 2026-12-18T18:00, to: 2026-12-19T08:00, repeat: FREQ=DAILY;UNTIL=20261217 }\n",
      "3:62 freezes[0].repeat: the rule does not fall on the first time, 2026-12-18T18:00. Let from be a time on which the rule falls.",
    ],
    [
      "a rule that begins again before it has ended, for ever",
      "version: 1\nfreezes:\n  - { name: f, from: 2026-12-18T18:00, to: 2026-12-19T18:00, repeat: FREQ=DAILY }\n",
      "3:62 freezes[0].repeat: it begins again before it has ended, for more than 400 days on end. Let to be earlier, or write one freeze with a later to and without repeat.",
    ],
    [
      "a repeated freeze that lasts for years",
      "version: 1\nfreezes:\n  - { name: f, from: 2026-12-18T18:00, to: 2029-12-19T18:00, repeat: FREQ=YEARLY;INTERVAL=9 }\n",
      "3:62 freezes[0].repeat: what repeats lasts longer than 366 days. Write a freeze without repeat, or let to be earlier.",
    ],
    [
      "a rule whose times can't be counted in reasonable time",
      "version: 1\nfreezes:\n  - { name: f, from: 2026-12-18T18:00, to: 2026-12-19T08:00, repeat: FREQ=DAILY;COUNT=9999;BYMONTH=12;BYMONTHDAY=18 }\n",
      "3:62 freezes[0].repeat: the rule has to be followed too far to count its times. Write UNTIL instead of COUNT, or a FREQ nearer to how often it comes.",
    ],
    [
      "a window over midnight",
      "version: 1\nenvironments:\n  production:\n    windows: [{ days: [Mon], from: '22:00', to: '02:00' }]\n",
      "4:45 environments.production.windows[0].to: the window ends at 02:00, not after it begins (22:00). A window lies within one day. For a night write two: one to '24:00', one from '00:00' on the next day.",
    ],
    [
      "an hour of one digit",
      "version: 1\nenvironments: { production: { windows: [{ days: [Mon], from: 9:00, to: 16:00 }] } }\n",
      "2:56 environments.production.windows[0].from: \"9:00\" is not a time of day. Write hours and minutes with two digits each: '09:00'. The end of the day is '24:00'.",
    ],
    [
      "a weekday in full",
      "version: 1\nenvironments: { production: { windows: [{ days: [Monday], from: 09:00, to: 16:00 }] } }\n",
      '2:50 environments.production.windows[0].days[0]: expected one of Mon, Tue, Wed, Thu, Fri, Sat, Sun, found the text "Monday". Did you mean Mon?',
    ],
    [
      "a duration in words",
      "version: 1\nenvironments: { production: { after: { environment: staging, soak: 2 hours } } }\n",
      '2:62 environments.production.after.soak: "2 hours" is not a duration. Write a whole number and a unit (s, m, h or d): 30m, 2h, 3d.',
    ],
    [
      "a duration of years",
      "version: 1\nenvironments: { production: { after: { environment: staging, soak: 400d } } }\n",
      "2:62 environments.production.after.soak: 400d is too long. A duration is at most 366d.",
    ],
    [
      "an environment to wait for by a glob",
      "version: 1\nenvironments: { production: { after: { environment: 'stag*' } } }\n",
      "2:40 environments.production.after.environment: one environment must be named, not a glob. For example after: { environment: staging }.",
    ],
    [
      "environments that wait for one another",
      "version: 1\nenvironments:\n  a: { after: { environment: b } }\n  b: { after: { environment: a } }\n",
      "3:8 environments.a.after: the environment waits for itself: a > b > a. Let the first environment of the way wait for none.",
    ],
  ])("%s", (_name, file, ...problems) => {
    expect(problemsIn(file)).toEqual(problems);
  });
});
