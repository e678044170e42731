#!/usr/bin/python3
# -*- coding: utf-8 -*-
"""Create a random but valid APT root directory, deterministic in SEED.

    gen_root.py SEED OUT [--packages N] [--difficulty 1..5] [--arch A] [--foreign B]

OUT receives etc/apt, var/lib/apt/lists, var/lib/apt/extended_states,
var/lib/dpkg/{status,arch} and two files for tests only:
    generated/indexes.txt   index files APT should read, in sources order
    generated/summary.json  what was generated
The content does not depend on OUT (file: URIs name paths that need not
exist: APT reads only lists/).  Standard library; the compressed indexes are
made by the real gzip, xz, lz4, zstd and bzip2 programs.

Difficulty
  1  plain repositories, installed packages, few pins
  2  + foreign architecture, clear-signed InRelease, Provides, Tag, all pins
  3  + flat repositories, missing Release, binary-all, Default-Release, traps in *.d
  4  + equal versions with other hashes, spelling variants of one version,
       competing copies of an index, suites and paths that need escaping
  5  + everything more often, quoted URIs, stanzas of unknown architectures
"""

import argparse
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys

COMPRESSORS = {
    "gz": ["gzip", "-6n"], "xz": ["xz", "-6"], "lz4": ["lz4", "-1", "-q"],
    "zst": ["zstd", "-3", "-q"], "bz2": ["bzip2", "-6"],
}


# --------------------------------------------------------------------------
# Names in /var/lib/apt/lists.  Written independently of libapt on purpose:
# generated/indexes.txt is then a second opinion, compared by self-checks.
def quote(text, bad):
    """libapt QuoteString: %xx (lower case) for `bad`, controls, non-ASCII."""
    return "".join(
        "%%%02x" % b if chr(b) in bad or b <= 0x20 or b >= 0x7f or b == 0x25
        else chr(b) for b in text.encode("utf-8"))


def split_uri(uri):
    """scheme, userinfo, host, port, path as libapt's URI class sees them."""
    scheme, _, rest = uri.partition(":")
    if not rest.startswith("//"):
        return scheme, "", "", "", rest
    authority, slash, path = rest[2:].partition("/")
    user, at, hostport = authority.rpartition("@")
    match = re.match(r"^\[([^]]*)\](?::(\d+))?$", hostport)
    if match:
        host, port = match.group(1), match.group(2) or ""
    else:
        host, _, port = hostport.partition(":")
    return scheme, user, host, port, slash + path


def list_file(uri, suite, tail):
    """Name in lists/ of the file `tail` of the suite at uri.

    uri ends in "/".  The suite is URI-encoded first ("+", "~", " "), which
    is then escaped once more; `tail` (component path) is escaped only once.
    """
    _scheme, _user, host, port, path = split_uri(uri)
    if suite != "/":
        path += (quote(suite, "+~ ") if suite.endswith("/")
                 else "dists/" + quote(suite, "+~ ") + "/")
    where = host + (":" + str(int(port)) if port and int(port) else "") + path + tail
    return quote(where, "\\|{}[]<>\"^~_=!@#$%^&*").replace("/", "_")


# --------------------------------------------------------------------------
WORDS = ("alpha beta gamma delta ocean river stone light cloud maple otter "
         "heron cedar quartz violet amber comet lunar solar pixel vector "
         "matrix parser daemon socket kernel shell codec font locale").split()
SECTIONS = ["admin", "libs", "devel", "net", "utils", "contrib/net",
            "non-free/libs", "universe/python", "oldlibs", "metapackages", "x11"]
SUITES = ["stable", "testing", "unstable", "bookworm", "bookworm-updates",
          "bookworm-backports", "jammy", "jammy-security", "nodistro", "rolling"]
ORIGINS = ["Debian", "Ubuntu", "Example Inc", "LP-PPA-team", "packagecloud.io/x",
           "Grün & Söhne", "ACME, Ltd", "origin*star"]
LABELS = ["Debian", "Debian-Security", "Example", "Étoile du Nord", "日本語ラベル",
          "Repo [main]", "a=b, c", "tilde~plus+", "UPPER lower", "slash/label"]
COMPONENTS = ["main", "contrib", "non-free", "universe", "updates/main", "x_y"]


class Generator:
    def __init__(self, seed, out, packages, difficulty, arch, foreign):
        self.rng = random.Random("%s/%s/%s/%s/%s" % (seed, packages, difficulty,
                                                     arch, foreign))
        self.out, self.count, self.level = out, packages, difficulty
        self.arch, self.foreign_arch = arch, foreign
        self.foreign = []
        self.indexes = []               # list files APT should read
        self.summary = {"seed": seed, "difficulty": difficulty}

    # -- small helpers ------------------------------------------------------
    def chance(self, probability, level=1):
        """True with the probability, scaled by difficulty; never below level."""
        roll = self.rng.random()        # always drawn: keeps seeds comparable
        return self.level >= level and roll < probability * (0.55 + 0.15 * self.level)

    def pick(self, items):
        return self.rng.choice(items)

    def some(self, items, low=1, high=None):
        high = min(len(items), high or len(items))
        return self.rng.sample(items, self.rng.randint(min(low, high), high))

    def write(self, path, data):
        path = os.path.join(self.out, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if isinstance(data, str):
            data = data.encode("utf-8")
        with open(path, "wb") as handle:
            handle.write(data)

    def write_index(self, name, data, how):
        """Write lists/NAME, `how` being "" or a compressed extension."""
        if how:
            done = subprocess.run(COMPRESSORS[how] + ["-c"], input=data.encode("utf-8"),
                                  stdout=subprocess.PIPE, check=True)
            self.write("var/lib/apt/lists/%s.%s" % (name, how), done.stdout)
        else:
            self.write("var/lib/apt/lists/" + name, data)

    # -- the packages that exist in this world -------------------------------
    def make_world(self):
        self.packages, seen = [], set()
        while len(self.packages) < self.count:
            stem = self.pick(WORDS)
            name = self.pick(["%s", "lib%s", "lib%s1", "python3-%s", "%s-dev", "%s++",
                              "%s-common", "%s.app", "0%s", "%s-" + self.pick(WORDS)]) % stem
            if name in seen:
                if self.count <= 250:
                    continue
                name += "-%d" % len(seen)       # the words make 1,170 names
            seen.add(name)
            kind = self.rng.random()
            self.packages.append({
                "name": name,
                "source": stem if self.chance(0.6) else name,
                "all": kind < 0.25,
                "multi_arch": self.pick(["", "", "foreign", "allowed"]) if kind < 0.4
                              else self.pick(["", "same", "same", "foreign"]),
                "section": self.pick(SECTIONS),
                "versions": self.make_versions(),
                "salt": self.rng.randrange(10 ** 9),
            })
        self.names = [p["name"] for p in self.packages]
        self.virtual = ["virtual-" + w for w in self.some(WORDS, 2, 5)]

    def make_versions(self):
        rng, versions = self.rng, []
        epoch = self.pick(["", "", "", "1:", "2:"])
        major, minor = rng.randint(0, 20), rng.randint(0, 30)
        for _ in range(rng.randint(1, 3 + self.level)):
            minor += rng.randint(0, 3)
            upstream = "%d.%d" % (major, minor)
            upstream += self.pick(["", "", ".%d" % rng.randint(0, 12), "~rc%d" % rng.randint(1, 3),
                                   "~beta", "+dfsg", "+git20240%d.%x" % (rng.randint(1, 9), rng.randrange(4096)),
                                   "a", "+really%d.1" % max(0, major - 1)])
            revision = self.pick(["", "-1", "-2", "-0ubuntu1", "-1+b%d" % rng.randint(1, 12),
                                  "-1~bpo12+1", "-3+deb12u2", "-1.1", "-10"])
            version = epoch + upstream + revision
            if version not in versions:
                versions.append(version)
        if self.chance(0.08, 4):        # other spellings of an equal version
            base = versions[-1]
            if "-" not in base:
                versions.append(base + "-0")
            if ":" not in base:
                versions.append("0:" + base)
        return versions

    # -- stanzas -------------------------------------------------------------
    def relations(self, rng):
        out = []
        for name in rng.sample(self.names, min(len(self.names), rng.randint(0, 4))):
            item = name + rng.choice(["", "", ":any", " (>= %d.0)" % rng.randint(0, 5),
                                      " (<< 99)", " (>= 0:%d.1-1)" % rng.randint(0, 5)])
            if rng.random() < 0.2 and self.virtual:
                item += " | " + rng.choice(self.virtual)
            out.append(item)
        return out

    def fields(self, pkg, version, arch):
        """Fields of one build: the same wherever this version appears."""
        rng = random.Random("%s/%s/%s" % (pkg["salt"], version, arch))
        f = {"Package": pkg["name"], "Version": version, "Architecture": arch,
             "Maintainer": "%s Ünger <m%d@example.org>" % (rng.choice(WORDS).title(), rng.randint(1, 9)),
             "Installed-Size": str(rng.randint(1, 90000)), "Section": pkg["section"],
             "Priority": rng.choice(["optional", "extra", "important", "required", "standard"])}
        if pkg["multi_arch"] and not (arch == "all" and pkg["multi_arch"] == "same"):
            f["Multi-Arch"] = pkg["multi_arch"]
        binnmu = re.search(r"\+b\d+$", version)
        if pkg["source"] != pkg["name"]:
            f["Source"] = pkg["source"] + (" (%s)" % version[:binnmu.start()] if binnmu else "")
        elif binnmu:
            f["Source"] = "%s (%s)" % (pkg["name"], version[:binnmu.start()])
        for key, odds in (("Pre-Depends", .1), ("Depends", .7), ("Recommends", .3),
                          ("Suggests", .2), ("Conflicts", .1), ("Breaks", .15), ("Replaces", .15)):
            relations = self.relations(rng)
            if key in ("Conflicts", "Breaks", "Replaces"):
                # no alternatives there: policy forbids them, and with them
                # some roots crash libapt 2.6.1 (SIGSEGV in apt-get check)
                relations = [r.split(" | ")[0].replace(":any", "") for r in relations]
            if relations and rng.random() < odds:
                f[key] = ", ".join(relations)
        if self.level >= 2 and rng.random() < 0.3:
            f["Provides"] = ", ".join(
                v + rng.choice(["", " (= %s)" % version]) for v in rng.sample(
                    self.virtual, rng.randint(1, len(self.virtual))))
        if rng.random() < 0.05:
            f["Essential"] = rng.choice(["yes", "no"])
        if rng.random() < 0.5:
            f["Homepage"] = "https://%s.example.org/~x/?a=b#c" % pkg["name"].strip("+")
        short = "%s %s – %s tool" % (rng.choice(WORDS), rng.choice(WORDS), rng.choice(["fast", "naïve", "\"odd\""]))
        long = "".join("\n %s" % " ".join(rng.choices(WORDS, k=rng.randint(3, 12)))
                       + ("\n ." if rng.random() < .3 else "\n   * item") for _ in range(rng.randint(0, 5)))
        f["_short"], f["_long"] = short, long
        f["_md5"] = hashlib.md5((short + long + "\n").encode("utf-8")).hexdigest()
        if self.level >= 2 and rng.random() < 0.5:
            tags = ["%s::%s" % (rng.choice(["role", "uitoolkit", "works-with", "implemented-in"]),
                                rng.choice(WORDS)) for _ in range(rng.randint(1, 9))]
            half = len(tags) // 2
            f["Tag"] = ", ".join(tags[:half]) + (",\n " if half else "") + ", ".join(tags[half:])
        f["Size"] = str(rng.randint(500, 5000000))
        f["SHA256"] = hashlib.sha256(repr(sorted(f.items())).encode()).hexdigest()
        f["Filename"] = "pool/%s_%s_%s.deb" % (pkg["name"], version.replace(":", "%3a"), arch)
        return f

    def disturb(self, f):
        """A rebuild: same version string, something else inside."""
        f = dict(f)
        how = self.pick(["installed-size", "depends", "size", "cosmetic", "cosmetic", "spacing"])
        if how == "installed-size":
            f["Installed-Size"] = str(int(f["Installed-Size"]) + self.rng.randint(1, 5))
        elif how == "depends":
            f["Depends"] = (f["Depends"] + ", " if f.get("Depends") else "") + "extra-" + self.pick(WORDS)
        elif how == "size":
            f["Size"] = str(int(f["Size"]) + 1)
        elif how == "spacing":           # must not make a difference to APT
            for key in ("Depends", "Breaks"):
                if key in f:
                    f[key] = f[key].replace(", ", ",  ").replace(">= 0:", ">=")
        else:
            f["Section"], f["_short"] = self.pick(SECTIONS), f["_short"] + " (rebuilt)"
            f["_md5"] = hashlib.md5((f["_short"] + f["_long"] + "\n").encode("utf-8")).hexdigest()
            f["Homepage"] = "http://elsewhere.example/"
        return f

    def stanza(self, f, status=None, long_description=True):
        f = dict(f)
        short, long, md5 = f.pop("_short"), f.pop("_long"), f.pop("_md5")
        items = []
        if status is not None:
            for key in ("Size", "SHA256", "Filename", "Tag"):
                f.pop(key, None)
            f["Status"] = status
        for key, value in f.items():
            if key in ("Depends", "Breaks", "Provides") and self.chance(0.15, 2):
                value = value.replace(", ", ",\n ")         # folded
            items.append((key, value))
        if short is not None:
            items.append(("Description", short + (long if long_description else "")))
            if not long_description or (status is None and self.chance(0.3)):
                items.append(("Description-md5", md5))
        if status is None and self.chance(0.06):
            items.append(("Phased-Update-Percentage", str(self.pick([0, 10, 50, 90, 100]))))
        if self.chance(0.10, 3):         # any order, any case
            self.rng.shuffle(items)
            items = [(self.pick([k, k.lower(), k.upper()]), v) for k, v in items]
        space = self.pick([" ", " ", " ", "  ", "\t", ""]) if self.level >= 4 else " "
        return "".join("%s:%s%s\n" % (k, "" if v.startswith("\n") else space, v) for k, v in items)

    def index_text(self, suite_arch, richness, fresh):
        """A Packages file; suite_arch is an architecture or "all"."""
        out = []
        for pkg in self.packages:
            if self.rng.random() > richness:
                continue
            if pkg["all"]:
                arch = "all"
            elif suite_arch == "all":
                continue
            else:
                arch = suite_arch
            versions = pkg["versions"]
            low = len(versions) // 2 if fresh and self.rng.random() < 0.6 else 0
            wanted = [self.pick(versions[low:])]
            if self.chance(0.12):
                wanted = self.some(versions, 1, 3)          # several in one index
            for version in wanted:
                f = self.fields(pkg, version, arch)
                if self.chance(0.10 if self.level < 4 else 0.2, 2):
                    f = self.disturb(f)
                if self.chance(0.02, 5):
                    f["Architecture"] = "riscv64"
                out.append(self.stanza(f, long_description=self.rng.random() < .5))
        self.rng.shuffle(out)
        return "\n".join(out)

    # -- repositories ----------------------------------------------------------
    def make_uri(self, number):
        host = "%s%d.example.org" % (self.pick(WORDS), number)
        plain = ["http://%s/debian/" % host, "https://%s/" % host,
                 "http://%s/a/b/c" % host, "file:/srv/mirror%d/" % number]
        hard = ["http://%s:8080/deb/" % host, "https://user:s3cr%%40t@%s/apt/" % host,
                "http://%s/~someone/my_repo/" % host, "file:///srv/with_under+plus/%d/" % number,
                "http://Mixed.%s/Upper/" % host, "http://[2001:db8::%d]/deb/" % (number + 1),
                "ftp://%s/pub=x/@y/" % host, "copy:/srv/copy%d/" % number,
                "mirror+http://%s/mirrors.txt" % host, "tor+https://%s/onion/" % host,
                "http://%s//double//slash/" % host, "http://10.0.0.%d/x" % (number + 1),
                "https://%s/$(ARCH)/tree/" % host]
        return self.pick(hard) if self.chance(0.45) else self.pick(plain)

    def make_release(self, suite, codename, components, architectures):
        lines = []
        def add(key, value, odds=1.0):
            if self.rng.random() < odds:
                lines.append("%s: %s" % (key, value))
        missing = 0.05 + 0.05 * self.level
        add("Origin", self.pick(ORIGINS), 1 - missing)
        add("Label", self.pick(LABELS), 1 - missing)
        add("Suite", suite, 1 - missing / 2)
        add("Codename", codename, 1 - missing)
        add("Version", self.pick(["12.5", "12", "22.04", "11.9", "7*", "1.0~x"]), 0.5)
        add("Date", "Sat, 10 Feb 2024 10:00:00 UTC")
        add("Architectures", " ".join(architectures), 0.8)
        add("Components", " ".join(components), 0.8)
        if self.chance(0.25):
            lines.append("NotAutomatic: " + self.pick(["yes", "yes", "true", "1", "no"]))
            if self.rng.random() < 0.5:
                lines.append("ButAutomaticUpgrades: " + self.pick(["yes", "yes", "on", "no"]))
        elif self.chance(0.05, 3):
            lines.append("ButAutomaticUpgrades: yes")       # alone: still counts
        if self.chance(0.3, 2):
            self.rng.shuffle(lines)
        add("SHA256", "\n %s 123 main/binary-%s/Packages" % ("0" * 64, self.arch))
        return "\n".join(lines) + "\n", lines

    def make_repositories(self):
        lists_dir = "var/lib/apt/lists/"
        self.one_line, self.deb822, self.releases, self.hosts = [], [], [], []
        arches = [self.arch] + self.foreign
        entries = []
        for number in range(self.rng.randint(1, min(6, 1 + self.level))):
            uri = self.make_uri(number)
            real = uri.replace("$(ARCH)", self.arch)
            real += "" if real.endswith("/") else "/"
            self.hosts.append(split_uri(real)[2])
            flat = self.chance(0.15, 3)
            if flat:
                suites, components = [self.pick(["./", "/", "sub/dir/", "a~b/"])], []
            else:
                suites = self.some(SUITES, 1, 3)
                if self.chance(0.2, 4):
                    suites.append(self.pick(["stable/updates", "rc~1", "plus+one", "sp_ot"]))
                components = self.some(COMPONENTS[:3 + self.level // 2], 1, 3)
            options = {}
            if self.rng.random() < 0.6:
                options["trusted"] = self.pick(["yes", "yes", "no"])
            if self.rng.random() < 0.3:
                options["signed-by"] = "/usr/share/keyrings/repo%d.gpg" % number
            use = list(arches)
            if self.chance(0.3):
                use = self.some(arches)
                options["arch"] = use
            elif self.foreign and self.chance(0.1, 2):
                options["arch-"], use = self.foreign, [self.arch]
            fresh, richness = self.rng.random() < 0.5, self.rng.uniform(0.3, 0.9)
            entries.append((uri, suites, components, options, flat, number))

            # -- lists/ ------------------------------------------------------
            def suite_files(suite):
                text, lines = self.make_release(
                    suite.strip("./").split("/")[0] or "flat",
                    self.pick(["bookworm", "trixie", "jammy", "sid"]),
                    components or ["main"], use)
                form = self.rng.random()
                has_release = not self.chance(0.07, 3)
                if not has_release:
                    pass                                     # no Release file at all
                elif form < 0.5:
                    if self.chance(0.6, 2):
                        text = ("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n" + text
                                + "-----BEGIN PGP SIGNATURE-----\n\niQxx\n=abcd\n"
                                  "-----END PGP SIGNATURE-----\n")
                    self.write(lists_dir + list_file(real, suite, "InRelease"), text)
                    if self.chance(0.1, 3):                  # must lose to InRelease
                        self.write(lists_dir + list_file(real, suite, "Release"),
                                   "Origin: Wrong\nLabel: Wrong\nSuite: wrong\nCodename: wrong\n")
                else:
                    self.write(lists_dir + list_file(real, suite, "Release"), text)
                    if self.rng.random() < 0.5:
                        self.write(lists_dir + list_file(real, suite, "Release.gpg"), "x\n")
                release = {k: v for k, v in (l.split(": ", 1) for l in lines if ": " in l)}
                release["_release_file"] = has_release
                self.releases.append(release)
                before = len(self.indexes)
                indexes_of(suite)
                # APT::Default-Release must name a release with an index
                # in the cache, else every apt program stops with an error
                release["_indexes"] = len(self.indexes) - before

            def indexes_of(suite):
                if flat:
                    self.put_index(list_file(real, suite, "Packages"),
                                   self.index_text(self.arch, richness, fresh))
                    return
                for component in components:
                    separate_all = self.chance(0.12, 3)
                    for arch in use + (["all"] if separate_all else []):
                        name = list_file(real, suite, "%s/binary-%s/Packages" % (component, arch))
                        self.put_index(name, self.index_text(arch, richness / len(components), fresh))
            for suite in suites:
                suite_files(suite)
        for entry in entries:
            self.emit_source(*entry)
        self.write_sources()
        # stale files that no source names
        if self.chance(0.5):
            self.write(lists_dir + "gone.example.org_dists_stable_main_binary-%s_Packages" % self.arch,
                       self.index_text(self.arch, 0.5, True))
        self.write(lists_dir + "lock", "")
        os.makedirs(os.path.join(self.out, lists_dir, "partial"), exist_ok=True)
        os.makedirs(os.path.join(self.out, lists_dir, "auxfiles"), exist_ok=True)
        self.summary["releases"] = self.releases

    def put_index(self, name, text):
        if name in self.indexes:
            return      # suite "a/b" + "c" and suite "a" + "b/c" share a name
        if self.chance(0.04):
            return                                            # never fetched
        kind = self.pick(["", "", "lz4", "lz4", "gz", "xz", "zst", "bz2"])
        self.write_index(name, text, kind)
        if self.chance(0.08, 4):                              # a second copy: who wins?
            other = self.pick([k for k in ["", "lz4", "gz", "xz", "zst", "bz2"] if k != kind])
            self.write_index(name, self.index_text(self.arch, 0.3, False), other)
        self.indexes.append(name)

    def emit_source(self, uri, suites, components, options, flat, number):
        if self.chance(0.5):                                  # deb822
            f = [("Types", self.pick(["deb", "deb", "deb deb-src"])),
                 ("URIs", uri), ("Suites", " ".join(suites))]
            if components:
                sep = "\n " if self.chance(0.2, 2) else " "
                f.append(("Components", sep.join(components)))
            for key, name in (("trusted", "Trusted"), ("signed-by", "Signed-By")):
                if key in options:
                    f.append((name, options[key]))
            if "arch" in options:
                f.append(("Architectures", " ".join(options["arch"])))
            if "arch-" in options:
                f.append(("Architectures-Remove", " ".join(options["arch-"])))
            if self.chance(0.3):
                f.append(("Enabled", self.pick(["yes", "true", "1"])))
            if self.chance(0.2, 2):
                f = [(self.pick([k, k.lower(), k.upper()]), v) for k, v in f]
            text = "".join("%s: %s\n" % kv for kv in f)
            if self.chance(0.3):
                text = "# a comment\n" + text
            self.deb822.append(text)
            return
        opts = []
        for key in ("trusted", "signed-by"):
            if key in options:
                opts.append("%s=%s" % (key, options[key]))
        for key in ("arch", "arch-"):
            if key in options:
                opts.append("%s=%s" % (key, ",".join(options[key])))
        self.rng.shuffle(opts)
        bracket = "[%s] " % " ".join(opts) if opts else ""
        if bracket and self.chance(0.3, 2):
            bracket = "[ %s ] " % " ".join(opts)
        shown = '"%s"' % uri if self.chance(0.2, 5) else uri
        shown = shown.replace("%", "%25")       # one-line URIs are %-decoded once
        if self.chance(0.2, 5):
            shown = shown.replace("example", "%65xample")
        for suite in suites:
            end = self.pick(["", "", "  # comment", " "])
            self.one_line.append("deb %s%s %s %s%s" % (
                bracket, shown, suite, " ".join(components), end))
            if self.chance(0.15):
                self.one_line.append("deb-src %s%s %s %s" % (bracket, shown, suite, " ".join(components)))

    def write_sources(self):
        base = "etc/apt/"
        lines, d = [], base + "sources.list.d/"
        os.makedirs(os.path.join(self.out, d), exist_ok=True)
        for line in self.one_line:
            if self.rng.random() < 0.5:
                lines.append(line)
            else:
                name = self.pick(["10-a", "20_b", "third.party", "Zeta", "9"]) + ".list"
                path = os.path.join(self.out, d + name)
                before = open(path, encoding="utf-8").read() if os.path.exists(path) else ""
                self.write(d + name, before + line + "\n")
        for n, text in enumerate(self.deb822):
            name = self.pick(["05-x", "debian", "Vendor.Name", "a-b_c:d"]) + ".sources"
            path = os.path.join(self.out, d + name)
            before = open(path, encoding="utf-8").read() + "\n" if os.path.exists(path) else ""
            self.write(d + name, before + text)
        if lines or self.rng.random() < 0.5:
            self.write(base + "sources.list", "# main list\n\n" + "\n".join(lines) + "\n")
        # traps: names that must be ignored, and disabled entries
        trap = "http://trap.example.org/debian/"
        if self.level >= 3:
            for name in self.some(["x.list.save", "y.sources.bak", "noextension", "z.LIST",
                                   "sp ace.list", ".hidden.list", "tilde~.list", "dot..list.", "p+q.list"], 2):
                self.write(d + name, "deb [trusted=yes] %s stable main\n" % trap)
            self.write(d + "disabled.sources", "Types: deb\nURIs: %s\nSuites: stable\n"
                       "Components: main\nEnabled: no\n" % trap)
            self.write("var/lib/apt/lists/" + list_file(trap, "stable", "main/binary-%s/Packages" % self.arch),
                       self.index_text(self.arch, 1, True))

    # -- dpkg ------------------------------------------------------------------
    def make_status(self):
        out, auto = [], []
        states = ["install ok installed"] * 10
        if self.level >= 1:
            states += ["hold ok installed", "deinstall ok config-files"]
        if self.level >= 2:
            states += ["install ok unpacked", "install ok half-configured",
                       "install ok half-installed", "deinstall ok installed",
                       "purge ok not-installed", "install ok triggers-pending",
                       "hold ok config-files", "unknown ok not-installed",
                       "purge ok config-files"]
        for pkg in self.packages:
            if self.rng.random() > 0.65:
                continue
            arches = ["all"] if pkg["all"] else [self.arch]
            if self.foreign and not pkg["all"] and self.chance(0.3, 2):
                arches = arches + self.foreign if pkg["multi_arch"] == "same" else list(self.foreign)
            elif self.chance(0.05, 3):
                arches = [self.arch]          # was Architecture: any, is all now
            version = self.pick(pkg["versions"])
            if self.chance(0.12):
                version = self.pick(["0.0.1-1", "999:1.0", "5.5+local1", pkg["versions"][-1] + "+local"])
            for arch in arches:
                status = self.pick(states)
                f = self.fields(pkg, version, arch)
                if self.chance(0.12 if self.level < 4 else 0.25, 2):
                    f = self.disturb(f)
                    f.pop("Size", None)
                if status.endswith("not-installed"):
                    text = "Package: %s\nStatus: %s\nSection: %s\nArchitecture: %s\n" % (
                        pkg["name"], status, pkg["section"], arch)
                else:
                    f.update({"Conffiles": "\n /etc/%s %s" % (pkg["name"], "d" * 32)}
                             if self.rng.random() < .2 else {})
                    if "triggers-pending" in status:
                        f["Triggers-Pending"] = "ldconfig"
                    text = self.stanza(f, status=status)
                out.append(text)
                if self.rng.random() < 0.3:
                    auto.append("Package: %s\n%sAuto-Installed: %s\n" % (
                        pkg["name"], "Architecture: %s\n" % (self.arch if arch == "all" else arch)
                        if self.rng.random() < .85 else "", self.pick(["1", "1", "1", "0"])))
        if self.rng.random() < 0.5:
            auto.append("Package: not-a-package\nArchitecture: %s\nAuto-Installed: 1\n" % self.arch)
        self.write("var/lib/dpkg/status", "\n".join(out))
        self.write("var/lib/apt/extended_states", "\n".join(auto))
        if self.foreign:
            self.write("var/lib/dpkg/arch", "".join(a + "\n" for a in [self.arch] + self.foreign))
        self.summary["status_stanzas"] = len(out)

    # -- preferences --------------------------------------------------------------
    def make_pin(self):
        rng = self.rng
        releases = [r for r in self.releases if r] or [{}]
        r = self.pick(releases)
        get = lambda key, default: r.get(key, default)
        name = self.pick(self.names)
        pkg = self.pick(self.packages)
        specs = ["*", "*", name, name, " ".join(self.some(self.names, 1, 4))]
        if self.level >= 2:
            specs += [name[:3] + "*", "*" + name[-3:], "/%s/" % re.escape(name[:4]), "/^lib.*[0-9]$/",
                      "src:" + pkg["source"], "src:%s*" % pkg["source"][:2], name + ":any",
                      name + ":native", name + ":" + self.foreign_arch, "*:" + self.foreign_arch,
                      name.upper(), name[:2] + "?" * (len(name) - 2), "[a-m]*", name + "\n " + self.pick(self.names),
                      "missing-package", "* " + name, "src:" + pkg["source"] + ":" + self.foreign_arch]
        spec = self.pick(specs)
        pins = ["release a=" + get("Suite", "stable"), "release n=" + get("Codename", "bookworm"),
                "release o=" + get("Origin", "Debian"), "release l=" + get("Label", "Debian"),
                "release c=" + self.pick(COMPONENTS), "origin " + self.pick(self.hosts),
                "release a=%s, c=main" % get("Suite", "stable"), "release a=now"]
        if self.level >= 2:
            pins += ["release v=" + get("Version", "12*"), "release v=1*", "release b=" + self.arch,
                     "release b=" + self.foreign_arch, "release " + get("Suite", "stable"),
                     "release " + get("Codename", "sid"), "release 12*", "release *", "release",
                     'origin "%s"' % self.pick(self.hosts), 'origin ""', "origin *.example.org",
                     "release o=%s,l=%s" % (get("Origin", "X"), get("Label", "Y")),
                     "release a=STABLE", "release n=/^(book|tri)/", "release l=*", "origin",
                     "release o=/./", "release A=%s,N=%s" % (get("Suite", "x"), get("Codename", "y")),
                     "RELEASE a=" + get("Suite", "stable"), "release  a = stable", "release q=zz,a=testing",
                     "release a=*-updates", "release a=" + get("Suite", "stable")[:3] + "*"]
        if spec != "*":
            version = self.pick(pkg["versions"] if spec != name else
                                [p for p in self.packages if p["name"] == name][0]["versions"])
            pins += ["version " + version, "version " + version[:3] + "*", "version *"]
            if self.level >= 2:
                pins += ["version /[0-9]/", "version *-1", "version " + version.replace(version[0], "?", 1),
                         "version 99*", "Version " + version.upper()]
        priority = self.pick(["-10", "-1", "1", "50", "100", "101", "400", "499", "500", "501", "600",
                              "990", "991", "999", "1000", "1001", "32767", "-32768"])
        if spec == "*" and self.chance(0.06, 4):
            priority = "never"
        lines = ["Package: " + spec, "Pin: " + self.pick(pins), "Pin-Priority: " + priority]
        if self.chance(0.2):
            lines.insert(0, "Explanation: because\n of reasons")
        if self.chance(0.2, 3):
            lines.insert(rng.randrange(len(lines) + 1), "# a comment")
        if self.chance(0.1, 3):
            rng.shuffle(lines)
        if self.chance(0.1, 3):
            lines = [re.sub(r"^[A-Z][A-Za-z-]*(?=:)", lambda m: m.group(0).lower(), l) for l in lines]
        return "\n".join(lines) + "\n"

    def make_preferences(self):
        d = "etc/apt/preferences.d/"
        os.makedirs(os.path.join(self.out, d), exist_ok=True)
        count = self.rng.randint(0, 1 + 2 * self.level)
        pins = [self.make_pin() for _ in range(count)]
        main = [p for p in pins if self.rng.random() < 0.5]
        rest = [p for p in pins if p not in main]
        if main or self.rng.random() < 0.2:
            self.write("etc/apt/preferences", "# preferences\n\n" + "\n".join(main))
        for n, pin in enumerate(rest):
            name = self.pick(["%02d-x" % n, "%02d_y.pref" % n, "Upper%d" % n, "c:olon%d" % n, "a.b%d.pref" % n])
            self.write(d + name, pin)
        if self.level >= 3:
            for name in self.some(["bad.txt", "x.pref.disabled", ".hidden", "sp ace.pref", "y.pref~",
                                   "z.PREF", "dpkg.dpkg-old", "w.pref.", "plus+.pref", "v.conf"], 2):
                self.write(d + name, "Package: *\nPin: release *\nPin-Priority: -77\n")
            os.makedirs(os.path.join(self.out, d + "dir.pref"), exist_ok=True)
        self.summary["pins"] = count

    # -- apt.conf -------------------------------------------------------------------
    def make_conf(self):
        d = "etc/apt/apt.conf.d/"
        self.write(d + "00base", "// generated\nAPT::Architecture \"%s\";\n"
                   "Acquire { Languages \"none\"; GzipIndexes \"true\"; };\n"
                   "Acquire::Check-Valid-Until \"false\";\n" % self.arch)
        release = None
        if self.chance(0.25, 3):
            choices = []
            for r in self.releases:
                if not r["_indexes"] or r.get("_release_file") is False:
                    continue
                choices += [r.get("Suite"), r.get("Codename"), r.get("Version")]
                if r.get("Origin") and not re.search("[,*\"\\\\]", r["Origin"]):
                    choices.append("o=" + r["Origin"])
            choices = [c for c in choices if c and "*" not in c] + ["now", "a=nothing"]
            release = self.pick(choices)
            form = self.pick(["APT::Default-Release \"%s\";\n", "APT { Default-Release \"%s\"; };\n",
                              "apt::default-release \"%s\";\n"])
            self.write(d + self.pick(["50release", "99z.conf"]), form % release)
        if self.level >= 3:
            self.write(d + "99bad.txt", 'APT::Default-Release "nonexistent-trap";\n')
            self.write(d + "98old.conf.bak", 'APT::Default-Release "nonexistent-trap";\n')
        if self.chance(0.15, 3):
            self.write(d + "60phase", 'APT::Get::Phase-Policy "true";\n%s' % self.pick(
                ["", 'APT::Get::Never-Include-Phased-Updates "true";\n',
                 'APT::Get::Always-Include-Phased-Updates "true";\n']))
            self.write("etc/machine-id", "%032x\n" % self.rng.getrandbits(128))
        self.summary["default_release"] = release

    # -- all ---------------------------------------------------------------------------
    def run(self):
        if self.chance(0.5, 2):
            self.foreign = [self.foreign_arch]
        self.make_world()
        self.make_repositories()
        self.make_status()
        self.make_preferences()
        self.make_conf()
        self.summary.update(foreign=self.foreign, indexes=len(self.indexes))
        self.write("generated/indexes.txt", "".join(n + "\n" for n in self.indexes))
        self.write("generated/summary.json",
                   json.dumps(self.summary, indent=1, ensure_ascii=False) + "\n")


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("seed")
    parser.add_argument("out")
    parser.add_argument("--packages", type=int, default=40)
    parser.add_argument("--difficulty", type=int, default=3, choices=range(1, 6))
    parser.add_argument("--arch", default="amd64")
    parser.add_argument("--foreign", default="i386", help="foreign architecture, where one is used")
    args = parser.parse_args(argv)
    if not 1 <= args.packages <= 2000:
        parser.error("--packages must be 1..2000")
    if os.path.isdir(args.out) and os.listdir(args.out):
        parser.error("%s is not empty" % args.out)
    missing = [c[0] for c in COMPRESSORS.values() if not shutil.which(c[0])]
    if missing:
        parser.error("missing programs: " + " ".join(missing))
    Generator(args.seed, args.out, args.packages, args.difficulty, args.arch, args.foreign).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
