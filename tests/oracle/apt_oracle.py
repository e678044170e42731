#!/usr/bin/python3
# -*- coding: utf-8 -*-
"""Ask the real libapt-pkg what it thinks of an APT root directory.

The answers (candidate, installed, upgradable, origin, ...) come from libapt
itself through apt_pkg, never from parsing done here, so they can serve as a
test oracle for an independent implementation.  Standard library + apt_pkg.

    apt_oracle.py ROOT                  one JSON object per line, sorted
    apt_oracle.py ROOT --names          only "name:arch" lines
    apt_oracle.py ROOT --policy NAME..  the table `apt-cache policy` prints
    apt_oracle.py ROOT --files          every index file, one JSON line each
    apt_oracle.py ROOT --write-conf F   an APT_CONFIG file with which apt-get,
                                        apt-cache and apt see the same ROOT

Exit status: 0, or 2 when libapt reports an error (its text goes to stderr).
Nothing is written below ROOT (no pkgcache.bin, no locks).
"""

import argparse
import json
import os
import signal
import sys
import tempfile

import apt_pkg

# --------------------------------------------------------------------------
# Numeric constants of libapt (pkgcache.h: State, Version::VerMultiArch).
SELECTED = {0: "unknown", 1: "install", 2: "hold", 3: "deinstall", 4: "purge"}
INST = {0: "ok", 1: "reinstreq", 2: "hold", 3: "hold-reinstreq"}
CURRENT = {0: "not-installed", 1: "unpacked", 2: "half-configured",
           4: "half-installed", 5: "config-files", 6: "installed",
           7: "triggers-awaited", 8: "triggers-pending"}
MULTI_ARCH = {0: "no", 2: "foreign", 4: "same", 8: "allowed"}
MULTI_ARCH_ALL_BIT = 1          # set for Architecture: all, whatever Multi-Arch


# --------------------------------------------------------------------------
def conf_quote(text):
    """Quote a string for apt.conf syntax (paths only; no escapes exist)."""
    if '"' in text or "\n" in text:
        raise SystemExit("path cannot be written in apt.conf: %r" % text)
    return '"%s"' % text


def root_conf(root, arch=None):
    """apt.conf text that makes any libapt program work inside ROOT.

    It has to be read *before* apt.conf.d, hence through $APT_CONFIG: a
    command line `-o Dir=ROOT` comes too late, by then the host's own
    /etc/apt/apt.conf.d was read (and ROOT's was not).
    """
    lines = []
    if root != "/":
        lines += [
            "Dir %s;" % conf_quote(root + "/"),
            "Dir::State::status %s;" % conf_quote(root + "/var/lib/dpkg/status"),
            # foreign architectures: libapt runs `dpkg
            # --print-foreign-architectures`; point that dpkg at ROOT too
            "DPkg::Options:: %s;" % conf_quote("--admindir=" + root + "/var/lib/dpkg"),
        ]
    if arch:
        lines.append("APT::Architecture %s;" % conf_quote(arch))
    lines += ['Dir::Cache::pkgcache "";', 'Dir::Cache::srcpkgcache "";']
    return "\n".join(lines) + "\n"


def initialise(root, arch=None, languages=False, options=()):
    """Initialise apt_pkg for ROOT; returns (cache, depcache, sourcelist)."""
    root = os.path.realpath(root)
    # 1. the root's location, before apt.conf.d is read
    saved = os.environ.get("APT_CONFIG")
    with tempfile.NamedTemporaryFile("w", suffix=".conf", delete=False) as tmp:
        tmp.write(root_conf(root, arch))
    try:
        os.environ["APT_CONFIG"] = tmp.name
        apt_pkg.init_config()
    finally:
        os.unlink(tmp.name)
        if saved is None:
            os.environ.pop("APT_CONFIG", None)
        else:
            os.environ["APT_CONFIG"] = saved
    # 2. what ROOT's own apt.conf must not change
    config = apt_pkg.config
    if root != "/":
        config.set("Dir", root + "/")
        config.set("Dir::State::status", root + "/var/lib/dpkg/status")
    if arch:
        config.set("APT::Architecture", arch)
    config.set("Dir::Cache::pkgcache", "")
    config.set("Dir::Cache::srcpkgcache", "")
    if not languages:
        # summaries untranslated, Translation-* files not even looked at
        config.clear("Acquire::Languages")
        config.set("Acquire::Languages", "none")
    for option in options:
        key, _, value = option.partition("=")
        config.set(key, value)
    # 3. go
    apt_pkg.init_system()
    cache = apt_pkg.Cache(None)
    depcache = apt_pkg.DepCache(cache)
    sources = apt_pkg.SourceList()
    sources.read_main_list()
    return cache, depcache, sources


# --------------------------------------------------------------------------
class Oracle:
    def __init__(self, root, **kw):
        self.cache, self.depcache, self.sources = initialise(root, **kw)
        self.policy = self.depcache.policy
        self.records = apt_pkg.PackageRecords(self.cache)
        self.pristine = self._pristine_policy()
        self._file_info = {}
        self._phased = {}

    def _pristine_policy(self):
        """A policy with no pins and no Default-Release.

        python-apt 2.6 cannot tell the flags of a Release file: it has no
        accessor for ButAutomaticUpgrades, and PackageFile.not_automatic
        tests the wrong word (the flag bits of the *index* file, where the
        same bit means NotSource), so it is False for every repository and
        True for the dpkg status file.  But in a policy without pins a
        repository's file has priority 100 exactly when
        ButAutomaticUpgrades is set, 1 for NotAutomatic alone and 500 for
        neither, so libapt itself tells.
        """
        config = apt_pkg.config
        release = config.find("APT::Default-Release")
        config.set("APT::Default-Release", "")
        try:
            return apt_pkg.Policy(self.cache)
        finally:
            config.set("APT::Default-Release", release)

    def _release_flag(self, pf, flag):
        """A yes/no field of the Release file behind pf, read by apt_pkg.

        Needed for one question only: whether NotAutomatic is set next to
        ButAutomaticUpgrades (the priorities do not show it).
        """
        lists = apt_pkg.config.find_dir("Dir::State::lists")
        for meta in self.sources.list:
            if not any(index.describe.endswith(" (%s)" % pf.filename)
                       for index in meta.index_files):
                continue
            encoded = "".join("%%%02x" % ord(c) if c in "+~ " else c for c in meta.dist)
            base = meta.uri + ("" if meta.dist == "/" else encoded if meta.dist.endswith("/")
                               else "dists/" + encoded + "/")
            for name in ("InRelease", "Release"):
                path = lists + apt_pkg.uri_to_filename(base + name)
                if not os.path.exists(path):
                    continue
                with open(path, encoding="utf-8", errors="replace") as handle:
                    text = handle.read()
                if text.startswith("-----BEGIN PGP SIGNED MESSAGE-----"):
                    text = text.split("\n\n", 1)[1].split("\n-----BEGIN PGP SIG")[0]
                value = apt_pkg.TagSection(text + "\n").get(flag, "").strip().lower()
                return value in ("yes", "true", "with", "on", "enable", "1")
        return False

    # -- files --------------------------------------------------------------
    def file_info(self, pf):
        """What python-apt's apt.package.Origin says of a file, and more."""
        if pf.id not in self._file_info:
            index = self.sources.find_index(pf)
            default = self.pristine.get_priority(pf)
            self._file_info[pf.id] = {
                "archive": pf.archive,
                "codename": pf.codename,
                "component": pf.component,
                "origin": pf.origin,
                "label": pf.label,
                "version": pf.version,
                "site": pf.site,
                "not_automatic": not pf.not_source and (
                    default == 1 or default == 100
                    and self._release_flag(pf, "NotAutomatic")),
                "but_automatic_upgrades": not pf.not_source and default == 100,
                "filename": os.path.basename(pf.filename),
                "trusted": bool(index and index.is_trusted),
                "priority": self.policy.get_priority(pf),
            }
        return self._file_info[pf.id]

    def origins(self, ver):
        """In the order of apt.package.Version.origins (= ver.file_list)."""
        return [self.file_info(pf) for pf, _index in ver.file_list] if ver else []

    # -- packages -----------------------------------------------------------
    def packages(self):
        """(package, installed or None, candidate or None), sorted.

        libapt iterates packages in hash order.  Purely virtual packages
        and packages seen only in dependencies have neither version.
        """
        rows = []
        for pkg in self.cache.packages:
            if not pkg.has_versions:
                continue
            candidate = self.depcache.get_candidate_ver(pkg)
            if pkg.current_ver is None and candidate is None:
                continue
            rows.append((pkg, pkg.current_ver, candidate))
        rows.sort(key=lambda r: (r[0].name, r[0].architecture))
        return rows

    def rows(self):
        """All result rows, in output order.

        Stanzas are read in file order, not in name order: in a compressed
        index each step backwards makes libapt decompress from the start.
        """
        items = []
        for pkg, installed, candidate in self.packages():
            meta = candidate if candidate is not None else installed
            items.append((self.describe(pkg, installed, candidate, meta), pkg, meta))
        # python-apt reads the stanza at ver.file_list[0]
        self._in_file_order(
            ((ver.file_list[0], (row, pkg, ver)) for row, pkg, ver in items),
            lambda item: item[0].update(self.record_fields(item[1], item[2])))
        # ... and the description from the first file of the description:
        # versions of one package name with the same Description-md5 share it
        def described():
            for row, _pkg, ver in items:
                row["summary"] = None
                # python-apt 2.6 crashes (SIGSEGV) on the description of a
                # version whose stanza has no Description field: ask first
                if row.pop("_described"):
                    files = ver.translated_description.file_list
                    if files:
                        yield files[0], row
        self._in_file_order(
            described(), lambda row: row.update(summary=self.short_description_of_record()))
        self._tags_of_others(items)
        return [row for row, _pkg, _ver in items]

    def short_description_of_record(self):
        """records.short_desc, which libapt 2.6.1 gives as "" for about one
        stanza in 100,000, depending on the stanzas it read before."""
        text = self.records.short_desc
        if not text:
            text = apt_pkg.TagSection(self.records.record).get("Description", "")
        return text.split("\n")[0]

    def _tags_of_others(self, items):
        """other_tags: where the stanza of a row has no Tag field, the tags of
        the highest other version that has one (python-apt has no such rule;
        storectl has, because security archives ship no tags)."""
        best = {}
        def asked():
            for number, (row, pkg, meta) in enumerate(items):
                row["other_tags"] = []
                if not row.pop("_tagged"):
                    for rank, ver in enumerate(pkg.version_list):
                        if ver.id != meta.id:
                            yield ver.file_list[0], (number, rank, row)
        def one(item):
            number, rank, row = item
            tag = apt_pkg.TagSection(self.records.record).get("Tag")
            if tag is not None and rank < best.get(number, 1 << 30):
                best[number] = rank
                row["other_tags"] = self.split_tags(tag)
        self._in_file_order(asked(), one)

    @staticmethod
    def split_tags(tag):
        return [t for t in (x.strip() for x in (tag or "").split(",")) if t]

    def _in_file_order(self, pairs, action):
        """action(item) with self.records at `where`, for (where, item) pairs."""
        todo = sorted(((pf.id, index, n, pf, item)
                       for n, ((pf, index), item) in enumerate(pairs)),
                      key=lambda t: t[:3])
        for _id, index, _n, pf, item in todo:
            if not self.records.lookup((pf, index)):
                raise LookupError("no record %d in %s" % (index, pf.filename))
            action(item)

    def describe(self, pkg, installed, candidate, meta):
        """Everything that is in the cache itself (no stanza read)."""
        return {
            "name": pkg.name,
            "arch": pkg.architecture,
            "installed": installed.ver_str if installed else None,
            "candidate": candidate.ver_str if candidate else None,
            # apt.package.Package.is_upgradable:
            "upgradable": installed is not None
                          and bool(self.depcache.is_upgradable(pkg)),
            "held": pkg.selected_state == 2,
            "auto": bool(self.depcache.is_auto_installed(pkg)),
            "state": "%s %s %s" % (SELECTED[pkg.selected_state],
                                   INST[pkg.inst_state],
                                   CURRENT[pkg.current_state]),
            "section": meta.section,
            "priority_of_candidate":
                self.policy.get_priority(candidate) if candidate else None,
            "priority_of_installed":
                self.policy.get_priority(installed) if installed else None,
            "candidate_is_installed":
                bool(candidate and installed and candidate.id == installed.id),
            "candidate_origins": self.origins(candidate),
            "installed_origins": self.origins(installed),
            "version_count": len(pkg.version_list),
            "version_arch": meta.arch,
            "installed_version_arch": installed.arch if installed else None,
            "installed_size": meta.installed_size,
            "size": meta.size,
            "essential": bool(pkg.essential),
            "multi_arch": MULTI_ARCH[meta.multi_arch & ~MULTI_ARCH_ALL_BIT],
        }

    def record_fields(self, pkg, ver):
        """Fields of the stanza self.records stands at."""
        rec = self.records
        section = apt_pkg.TagSection(rec.record)
        tag = section.get("Tag")
        return {
            "_described": "Description" in section,
            "homepage": rec.homepage,
            "maintainer": rec.maintainer,
            "source_name": rec.source_pkg or pkg.name,
            "source_version": rec.source_ver or ver.ver_str,
            "_tagged": tag is not None,
            "tags": self.split_tags(tag),
        }

    # -- the text of `apt-cache policy NAME` ---------------------------------
    def short_description(self, pf):
        index = self.sources.find_index(pf)
        if index is None:                       # the dpkg status file
            return pf.filename
        text, tail = index.describe, " (%s)" % pf.filename
        return text[:-len(tail)] if text.endswith(tail) else text

    def policy_table(self, pkg):
        out = []
        installed = pkg.current_ver
        candidate = self.depcache.get_candidate_ver(pkg)
        out.append("%s:" % pkg.get_fullname(True))
        out.append("  Installed: %s" % (installed.ver_str if installed else "(none)"))
        out.append("  Candidate: %s" % (candidate.ver_str if candidate else "(none)"))
        out.append("  Version table:")
        for ver in pkg.version_list:
            mark = "***" if installed is not None and ver.id == installed.id else "   "
            line = " %s %s %d" % (mark, ver.ver_str, self.policy.get_priority(ver))
            phased = self.phased(ver)
            if phased != 100:
                line += " (phased %d%%)" % phased
            out.append(line)
            for pf, _index in ver.file_list:
                out.append("       %4d %s" % (self.policy.get_priority(pf),
                                              self.short_description(pf)))
        return "\n".join(out)

    def phased(self, ver):
        """Phased-Update-Percentage; python-apt 2.6 has no accessor.

        libapt keeps the value of the last stanza merged into the version
        (each stanza with a value of 0..99 overwrites it).
        """
        if ver.id not in self._phased:
            self.read_phased([ver])
        return self._phased[ver.id]

    def read_phased(self, versions):
        def one(ver):
            field = apt_pkg.TagSection(self.records.record).get(
                "Phased-Update-Percentage")
            if field and field.strip().isdigit() and int(field) < 100:
                self._phased[ver.id] = int(field)
        for ver in versions:
            self._phased[ver.id] = 100
        self._in_file_order(
            ((item, ver) for ver in versions for item in ver.file_list), one)


# --------------------------------------------------------------------------
def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("root")
    parser.add_argument("--arch", help="native architecture (APT::Architecture)")
    parser.add_argument("--names", action="store_true",
                        help="print only name:arch lines")
    parser.add_argument("--policy", nargs="+", metavar="NAME",
                        help="print the version tables of these packages")
    parser.add_argument("--policy-all", action="store_true",
                        help="print the version tables of every package row")
    parser.add_argument("--files", action="store_true",
                        help="print every index file in the cache")
    parser.add_argument("--write-conf", metavar="FILE",
                        help="write an APT_CONFIG file for ROOT and stop")
    parser.add_argument("--languages", action="store_true",
                        help="keep Acquire::Languages as configured")
    parser.add_argument("-o", action="append", default=[], metavar="KEY=VALUE",
                        help="set an apt option, as apt-get -o")
    args = parser.parse_args(argv)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)      # quiet under `| head`

    if args.write_conf:
        with open(args.write_conf, "w") as handle:
            handle.write(root_conf(os.path.realpath(args.root), args.arch))
        return 0
    try:
        oracle = Oracle(args.root, arch=args.arch, languages=args.languages,
                        options=args.o)
    except apt_pkg.Error as error:
        print("apt_oracle: %s" % error, file=sys.stderr)
        return 2

    try:
        show(oracle, args)
    except UnicodeDecodeError as error:
        # python-apt has no way to hand out such a string
        print("apt_oracle: not UTF-8: %s" % error, file=sys.stderr)
        return 2
    return 0


def show(oracle, args):
    dump = lambda row: print(json.dumps(row, ensure_ascii=False, sort_keys=True))
    if args.files:
        for pf in oracle.cache.file_list:
            dump(dict(oracle.file_info(pf), id=pf.id, architecture=pf.architecture,
                      index_type=pf.index_type))
    elif args.policy:
        for name in args.policy:
            name, _, arch = name.partition(":")
            try:
                pkg = oracle.cache[(name, arch)] if arch else oracle.cache[name]
            except KeyError:
                print("N: Unable to locate package %s" % name, file=sys.stderr)
                continue
            print(oracle.policy_table(pkg))
    elif args.policy_all:
        packages = [row[0] for row in oracle.packages()]
        oracle.read_phased([v for pkg in packages for v in pkg.version_list])
        for pkg in packages:
            print(oracle.policy_table(pkg))
    elif args.names:
        for pkg, _installed, _candidate in oracle.packages():
            print("%s:%s" % (pkg.name, pkg.architecture))
    else:
        for row in oracle.rows():
            dump(row)


if __name__ == "__main__":
    sys.exit(main())
