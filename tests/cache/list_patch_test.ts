// What apt update changes is decided again by itself, and nobody can tell.
import { deepStrictEqual, ok } from "node:assert/strict";
import { type GoldenRoot, unpackRoot } from "../oracle/golden_root.ts";
import { randomNumbers, withFolder } from "./cached_root.ts";
import { ChangingLists } from "./change_lists.ts";
import { ChangingFile, Chooser } from "./change_root.ts";
import {
  askPatched,
  askPatchedRecords,
  CountingBuilder,
  plainly,
  plainlyWithRecords,
} from "./patched_root.ts";

const golden = new URL("../oracle/golden/", import.meta.url);
const ROUNDS = 40;

/** Roots as they are, and without pins: there are few patterns of names in those of real machines. */
const ROOTS = Array.from(Deno.readDirSync(golden), ({ name }) => name)
  .flatMap((name) => [{ name, pins: "as they are" }, { name, pins: "none" }]);

/** Removes the pins of a root, and marks for all architectures. */
async function makePlain(root: string): Promise<void> {
  for (const name of ["preferences", "preferences.d"]) {
    await Deno.remove(`${root}/etc/apt/${name}`, { recursive: true })
      .catch(() => {});
  }
  const marks = `${root}/var/lib/apt/extended_states`;
  const text = await Deno.readTextFile(marks).catch(() => "");
  const stanzas = text.split("\n\n").filter((stanza) =>
    stanza.includes("\nArchitecture: ")
  );
  await Deno.writeTextFile(marks, stanzas.join("\n\n"));
}

Deno.test.each(ROOTS)(
  "what apt update changes is decided again by itself: $name, pins: $pins",
  ({ name, pins }) =>
    withFolder(async (folder) => {
      const root = `${folder}/root`;
      await unpackRoot(
        JSON.parse(
          await Deno.readTextFile(new URL(name, golden)),
        ) as GoldenRoot,
        root,
      );
      if (pins === "none") await makePlain(root);
      const place = { root, cache: `${folder}/cache`, program: "test" };
      const { packages } = await plainly(place);
      const names = [...new Set(packages.map((row) => String(row.name)))];
      const choose = new Chooser(randomNumbers(name.length + pins.length));
      const lists = await ChangingLists.of(
        `${root}/var/lib/apt/lists`,
        names,
        choose,
      );
      const status = new ChangingFile(
        `${root}/var/lib/dpkg/status`,
        "status",
        names,
        choose,
      );
      const builder = new CountingBuilder();
      for (let round = 0; round < ROUNDS; round++) {
        const expected = await plainly(place);
        // twice: made, then from the cache
        for (let times = 0; times < 2; times++) {
          deepStrictEqual(
            await askPatched(place, builder),
            expected,
            `round ${round}`,
          );
        }
        if (round % 8 === 7) {
          const records = await plainlyWithRecords(place);
          for (let times = 0; times < 2; times++) {
            deepStrictEqual(
              await askPatchedRecords(place, builder),
              records,
              `round ${round}`,
            );
          }
        }
        if (choose.random() < 0.2) status.change();
        await lists.change();
        if (choose.random() < 0.1) await lists.change();
      }
      if (pins === "none") {
        ok(
          builder.patched > ROUNDS / 3,
          `${builder.patched} patched, ${builder.built} built`,
        );
      }
      ok(builder.built > 1, "some changes need a look at everything");
    }),
);
