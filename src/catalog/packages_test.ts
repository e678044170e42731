import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { scan } from "../../tests/scan_text.ts";
import { stanza } from "../../tests/make_apt_data.ts";
import { Packages } from "./packages.ts";

Deno.test("Packages gathers stanzas by name and architecture", () => {
  const { table } = scan(
    ["a 1", "b 1", "a 2 i386", "a 3", "a 4 all", "a 5 i386"].map((facts) =>
      stanza(facts)
    ).join(""),
  );
  const packages = new Packages(table);
  strictEqual(packages.count, 3);
  const find = (name: string, architecture: string) =>
    packages.find(
      table.names.find(name),
      table.architectures.find(architecture),
    );
  deepStrictEqual(packages.stanzas(find("a", "amd64")), [0, 3, 4]);
  deepStrictEqual(packages.stanzas(find("a", "i386")), [2, 5]);
  deepStrictEqual(packages.stanzas(find("b", "amd64")), [1]);
  strictEqual(find("b", "i386"), -1);
  strictEqual(find("c", "amd64"), -1);
  strictEqual(
    packages.next[packages.firstOfName[table.names.find("a")]!],
    find("a", "i386"),
  );
});

Deno.test("Packages gathers what grouping by keys gathers", () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(fc.nat(700), fc.constantFrom("amd64", "i386", "armhf")),
        { maxLength: 2500, size: "max" },
      ),
      (facts) => {
        const { table } = scan(
          facts.map(([name, architecture]) =>
            stanza(`p${name} 1 ${architecture}`)
          ).join(""),
        );
        const packages = new Packages(table);
        const groups = Map.groupBy(
          facts.keys(),
          (index) => facts[index]!.join(),
        );
        deepStrictEqual(
          Array.from({ length: packages.count }, (_, number) =>
            packages.stanzas(number)),
          [...groups.values()],
        );
      },
    ),
    { numRuns: 10 },
  ));
