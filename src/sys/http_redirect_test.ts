import { strictEqual, throws } from "node:assert/strict";
import { redirectTarget, shownUrl } from "./http_redirect.ts";

Deno.test.each([
  { from: "http://a.test/x/y", to: "z", want: "http://a.test/x/z" },
  { from: "http://a.test/x/y", to: "/z?q", want: "http://a.test/z?q" },
  { from: "http://a.test/x", to: "//b.test/", want: "http://b.test/" },
  { from: "http://a.test/", to: "https://a.test/", want: "https://a.test/" },
  { from: "https://a.test/", to: "https://b.test/c", want: "https://b.test/c" },
])("redirectTarget() goes from $from to $want", ({ from, to, want }) => {
  strictEqual(redirectTarget(new URL(from), to).href, want);
});

Deno.test.each([
  { from: "https://a.test/", to: "http://a.test/", message: /https to http/ },
  { from: "https://a.test/", to: null, message: /names no URL/ },
  { from: "https://a.test/", to: "http://", message: /names no URL/ },
  { from: "http://a.test/", to: "file:///etc/passwd", message: /"file:"/ },
  { from: "http://a.test/", to: "data:,x", message: /"data:"/ },
])("redirectTarget() refuses $to", ({ from, to, message }) => {
  throws(() => redirectTarget(new URL(from), to), { code: "NETWORK", message });
});

Deno.test("shownUrl() keeps secrets to itself", () => {
  strictEqual(
    shownUrl("https://me:secret@a.test/store/?token=x#y"),
    "https://a.test/store/",
  );
});
