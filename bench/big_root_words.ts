/**
 * What made-up packages are made of; shares are those of a Debian archive.
 *
 * @module
 */

/** A choice with its share. */
export type Share<Value> = readonly [number, Value];

/** Packages of one source: names with the stem for `*`, each with its section and first tag. */
export type Family = readonly {
  readonly name: string;
  readonly section: string;
  readonly role: string;
  readonly suffix: string;
}[];

/** A family from lines such as `lib*-dev libdevel devel-lib (development files)`. */
function family(...lines: readonly string[]): Family {
  return lines.map((line) => {
    const [name = "", section = "", role = "", ...suffix] = line.split(" ");
    return { name, section, role, suffix: suffix.join(" ") };
  });
}

/** Sources by what they build. An `@` stands for a section of applications. */
export const FAMILIES: readonly Share<Family>[] = [
  [
    10,
    family(
      "lib*1 libs shared-lib (shared library)",
      "lib*-dev libdevel devel-lib (development files)",
      "lib*-doc doc documentation (documentation)",
    ),
  ],
  [
    6,
    family(
      "lib*2 libs shared-lib (shared library)",
      "lib*-dev libdevel devel-lib (development files)",
      "*-tools @ program (tools)",
      "python3-* python devel-lib (Python 3)",
    ),
  ],
  [18, family("* @ program ", "*-data @ app-data (data files)")],
  [14, family("* @ program ")],
  [5, family("* @ program ", "*-doc doc documentation (documentation)")],
  [
    8,
    family(
      "python3-* python devel-lib (Python 3)",
      "python-*-doc doc documentation (documentation)",
    ),
  ],
  [12, family("lib*-perl perl devel-lib (Perl module)")],
  [7, family("librust-*-dev rust devel-lib - Rust source code")],
  [6, family("golang-github-*-dev golang devel-lib (library)")],
  [
    3,
    family(
      "libghc-*-dev haskell devel-lib (development files)",
      "libghc-*-doc doc documentation (documentation)",
      "libghc-*-prof haskell devel-lib (profiling libraries)",
    ),
  ],
  [5, family("node-* javascript devel-lib (Node.js)")],
  [5, family("lib*-java java devel-lib (Java library)")],
  [4, family("ruby-* ruby devel-lib (Ruby)")],
  [4, family("r-cran-* gnu-r devel-lib (GNU R)")],
  [2, family("php-* php devel-lib (PHP)")],
  [2, family("fonts-* fonts data (font)")],
];

/** Sections of applications. */
export const APPLICATION_SECTIONS: readonly Share<string>[] = [
  [37, "utils"],
  [32, "net"],
  [30, "devel"],
  [26, "science"],
  [23, "admin"],
  [17, "games"],
  [16, "x11"],
  [15, "text"],
  [13, "misc"],
  [13, "sound"],
  [11, "graphics"],
  [7, "web"],
  [7, "gnome"],
  [7, "math"],
  [6, "mail"],
  [6, "interpreters"],
  [5, "editors"],
  [5, "kde"],
  [4, "database"],
  [4, "video"],
  [3, "electronics"],
  [2, "httpd"],
  [2, "tex"],
  [2, "hamradio"],
  [2, "comm"],
  [2, "vcs"],
];

/** Tags beside the role. */
export const TAGS: readonly Share<string>[] = [
  [103, "devel::library"],
  [39, "implemented-in::perl"],
  [36, "implemented-in::c"],
  [35, "devel::lang:perl"],
  [27, "scope::utility"],
  [26, "interface::x11"],
  [26, "interface::graphical"],
  [26, "interface::commandline"],
  [23, "x11::application"],
  [18, "uitoolkit::gtk"],
  [14, "uitoolkit::qt"],
  [12, "implemented-in::c++"],
  [10, "implemented-in::python"],
  [9, "works-with::text"],
  [8, "uitoolkit::ncurses"],
  [7, "use::gameplaying"],
  [7, "made-of::html"],
  [6, "use::converting"],
  [6, "interface::daemon"],
  [6, "works-with::audio"],
  [5, "network::server"],
  [5, "network::client"],
  [5, "use::editing"],
  [4, "works-with::image"],
  [4, "suite::gnu"],
  [4, "use::monitor"],
  [3, "works-with::db"],
  [3, "security::authentication"],
  [2, "protocol::http"],
  [2, "field::mathematics"],
];

/** Facets whose values are words, for the many rare tags. */
export const RARE_FACETS: readonly string[] = [
  "works-with-format",
  "protocol",
  "field",
  "culture",
  "hardware",
  "game",
  "admin",
  "suite",
];

/** Syllables of names. */
export const SYLLABLES: readonly string[] =
  "ac al an ar ba be bi bo ca ce ci co cu da de di do du e el en er fa fi fo ga ge gi go gra ha he hi i il in ir is ja jo ka ke ki kra la le li lo lu ma me mi mo mu na ne ni no nu o ol on or pa pe pi plo po qua ra re ri ro ru sa se si so sta su ta te ti to tra tu ul un ur va ve vi vo wa we wi xa xe ya yo za ze zi zo"
    .split(" ");

/** Words of summaries, from frequent to rare. */
export const WORDS: readonly string[] =
  "library for and to the of module GNU a with in files data code support from interface tool bindings plugin client API system on implementation applications language tools server using file framework runtime that based simple extension parser utility utilities functions shared application game access line dictionary by manager text an Debian network HTTP version standard format XML wrapper as engine modules command fast web font HTML generator database management protocol program test desktop Linux providing testing image configuration service daemon platform into parsing toolkit CLI architecture handling editor software control your JSON headers user binary processing suite analysis audio driver terminal types programming environment information input object 3D objects set between lightweight collection class time build backend manipulation integration string writing DNS output core multiple viewer mail window music player compression scientific graphical calendar monitor accounting weather astronomy chess naïve Zürich nginx"
    .split(" ");
