import { describe, expect, test } from "@jest/globals";
import canonicalize from "canonicalize";
import { canonicalJson } from "#core/ledger/canonical-json.ts";
import { fc } from "../../support/fast-check.ts";

describe("canonical JSON", () => {
  test("writes the sample of RFC 8785, section 3.2.2", () => {
    const input = String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
      "string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`;
    expect(canonicalJson(JSON.parse(input))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test("sorts members as the sample of section 3.2.3 does", () => {
    const names = ["\u20ac", "\r", "\ufb33", "1", "\ud83d\ude00", "\u0080", "\u00f6", "10", "9"];
    const value = Object.fromEntries(names.map((name) => [name, null]));
    const sorted = ["\r", "1", "10", "9", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33"];
    const text = sorted.map((name) => `${JSON.stringify(name)}:null`).join(",");
    expect(canonicalJson(value)).toBe(`{${text}}`);
  });

  test("leaves out members that are undefined", () => {
    expect(canonicalJson({ a: undefined, b: [{}, []], c: {} })).toBe('{"b":[{},[]],"c":{}}');
  });

  test("says of any value what another implementation says", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value));
        expect(canonicalJson(json)).toBe(canonicalize(json));
      }),
    );
  });
});
