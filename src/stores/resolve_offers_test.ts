import { deepStrictEqual } from "node:assert/strict";
import { explainChoice, orderOffers } from "./resolve_offers.ts";
import type { Offer } from "./resolve_offers.ts";

/** `"a 1.0.0 5 trusted"`: name, version, priority, trust. */
function offer(line: string): Offer {
  const [name, version, priority, trust] = line.split(" ");
  return {
    store: {
      name: name!,
      priority: Number(priority ?? 0),
      trusted: trust === "trusted",
    },
    version: version!,
  };
}

Deno.test.each([
  {
    name: "trusted before untrusted, whatever priority and version",
    offers: ["a 9.0.0 100", "b 1.0.0 0 trusted"],
    order: "b a",
    words: [
      'Store "b" gives 1.0.0',
      'Store "b" is trusted, and store "a" (9.0.0) is not',
    ],
  },
  {
    name: "priority before version",
    offers: ["a 9.0.0 1", "b 1.0.0 2"],
    order: "b a",
    words: [
      'Store "b" gives 1.0.0',
      'Store "b" has priority 2, and store "a" (9.0.0) has 1',
    ],
  },
  {
    name: "the highest version between equal stores",
    offers: ["a 1.9.0", "b 1.10.0", "c 1.10.0-rc.1"],
    order: "b c a",
    words: [
      'Store "b" gives 1.10.0',
      'Store "b" has 1.10.0, which is higher than 1.10.0-rc.1 of store "c"',
      'Store "b" has 1.10.0, which is higher than 1.9.0 of store "a"',
    ],
  },
  {
    name: "the order of the lists between equals",
    offers: ["b 1.0.0", "a 1.0.0"],
    order: "b a",
    words: [
      'Store "b" gives 1.0.0',
      'Store "b" stands before store "a", which has 1.0.0 too, in the list of stores',
    ],
  },
  {
    name: "the highest version of one store",
    offers: ["a 1.0.0", "a 2.0.0"],
    order: "a a",
    words: [
      'Store "a" gives 2.0.0',
      'Store "a" offers 1.0.0 too, which is lower',
    ],
  },
  {
    name: "a single offer",
    offers: ["a 1.0.0"],
    order: "a",
    words: ['Store "a" gives 1.0.0: no other store offers it'],
  },
  { name: "no offer", offers: [], order: "", words: [] },
])("orderOffers() and explainChoice(): $name", ({ offers, order, words }) => {
  const parsed = offers.map(offer);
  deepStrictEqual(
    orderOffers(parsed).map(({ store }) => store.name).join(" "),
    order,
  );
  deepStrictEqual(explainChoice(parsed), words);
});
