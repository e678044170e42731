/**
 * Copies of the bundle that do nothing, or tell what they load. What ships has nothing of this in it.
 *
 * @module
 */

/** The runtime's calls that touch a file. */
const FILE_CALLS = ["openSync", "statSync", "lstatSync", "readDirSync"]
  .concat("realPathSync", "readFileSync", "readTextFileSync");

/** Notes what is loaded until the first byte is printed, and tells it on stderr in the end. */
const WATCH = `const watched = { loaded: [], opened: [], calls: 0, bytes: 0 };
let isPrinting = false;
globalThis.watchedImport = async (url) => {
  const start = performance.now();
  const module = await import(url);
  if (!isPrinting) {
    watched.loaded.push({ name: url.slice(url.lastIndexOf("/") + 1), ms: performance.now() - start });
  }
  return module;
};
for (const name of ${JSON.stringify(FILE_CALLS)}) {
  const call = Deno[name];
  Deno[name] = (path, ...rest) => {
    if (!isPrinting) {
      watched.calls++;
      if (name === "openSync" || name.startsWith("read")) watched.opened.push(String(path));
    }
    return call(path, ...rest);
  };
}
const readSync = Deno.FsFile.prototype.readSync;
Deno.FsFile.prototype.readSync = function (bytes) {
  const count = readSync.call(this, bytes);
  if (!isPrinting) {
    watched.calls++;
    watched.bytes += count ?? 0;
  }
  return count;
};
for (const name of ["seekSync", "statSync"]) {
  const call = Deno.FsFile.prototype[name];
  Deno.FsFile.prototype[name] = function (...rest) {
    if (!isPrinting) watched.calls++;
    return call.apply(this, rest);
  };
}
const writeSync = Deno.stdout.writeSync;
Deno.stdout.writeSync = (bytes) => {
  isPrinting = true;
  return writeSync.call(Deno.stdout, bytes);
};
globalThis.addEventListener("unload", () => console.error(JSON.stringify(watched)));
`;

/** What a program said that was watched. */
export interface Watched {
  /** Files of the bundle that were loaded before the first byte, and how long that took, in milliseconds. */
  readonly loaded: readonly { readonly name: string; readonly ms: number }[];
  /** Files and directories that were opened before it. */
  readonly opened: readonly string[];
  /** Calls that touched files before it. */
  readonly calls: number;
  /** Bytes that were read before it. */
  readonly bytes: number;
}

/**
 * Writes a copy of the bundle's way to a query that is loaded and does nothing.
 *
 * It ends by itself, since V8's compiled code is kept only of programs that do.
 *
 * @param query Name of the query's file.
 */
export async function copyThatDoesNothing(
  from: string,
  to: string,
  query: string,
): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  await Deno.copyFile(`${from}/${query}`, `${to}/${query}`);
  await Deno.writeTextFile(
    `${to}/storectl.js`,
    `await import(import.meta.resolve("./${query}"));\n`,
  );
}

/** Copies the bundle so that it tells on stderr what it loaded. */
export async function copyThatTells(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) {
    if (!name.endsWith(".js")) continue;
    const code = (await Deno.readTextFile(`${from}/${name}`)).replaceAll(
      /\bimport\((?=import\.meta\.resolve\()/g,
      "watchedImport(",
    );
    await Deno.writeTextFile(
      `${to}/${name}`,
      name === "storectl.js" ? WATCH + code : code,
    );
  }
}
